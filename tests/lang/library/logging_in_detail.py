import logging, sys, io
logging.warning('root warn')
logging.info('hidden')
logging.error('err %s %d', 'a', 5)
log = logging.getLogger('app.sub')
log.warning('sub')
h = logging.StreamHandler(sys.stdout)
h.setFormatter(logging.Formatter('%(levelname)-8s|%(name)s|%(message)s|%(funcName)s|%(lineno)d'))
log.addHandler(h)
log.setLevel(logging.DEBUG)
log.propagate = False

def fn():
    log.debug('dbg')
    log.info('inf %r', {'a': 1})
fn()
try:
    1 / 0
except ZeroDivisionError:
    log.exception('exc')
    log.error('e2', exc_info=True)
    log.warning('st', stack_info=False)
log.log(35, 'custom level')
logging.addLevelName(35, 'NOTE')
log.log(35, 'named')
log.critical('crit')
log.warning('%d', 'bad')
log.warning('too many', 1)
print(log.isEnabledFor(10), log.getEffectiveLevel(), logging.getLevelName(20), logging.getLevelName('INFO'), log, logging.getLogger(), h, log.parent, log.handlers)

class F(logging.Filter):

    def filter(self, r):
        return 'no' not in r.msg
log.addFilter(F())
log.info('no way')
log.info('yes')
ad = logging.LoggerAdapter(log, {'k': 'v'})
ad.info('adapted')
print(ad.process('m', {}))
f = logging.Formatter('{asctime:.3} {message}', style='{')
r = logging.LogRecord('n', 20, 'p', 1, 'msg %s', ('x',), None)
print(r.getMessage(), r, len(f.format(r)))
try:
    logging.Formatter('%(x)s', style='q')
except ValueError as e:
    print(e)
try:
    logging.Formatter('{x', style='{')
except ValueError as e:
    print(e)
try:
    log.setLevel('NOPE')
except ValueError as e:
    print(e)
try:
    logging.getLogger(5)
except TypeError as e:
    print(e)
import logging.handlers, logging.config
mh = logging.handlers.MemoryHandler(10, target=h)
l2 = logging.getLogger('mem')
l2.addHandler(mh)
l2.warning('buffered')
mh.flush()
logging.config.dictConfig({'version': 1, 'formatters': {'f': {'format': 'DC %(message)s'}}, 'handlers': {'c': {'class': 'logging.StreamHandler', 'formatter': 'f', 'stream': 'ext://sys.stdout'}}, 'root': {'handlers': ['c'], 'level': 'DEBUG'}, 'disable_existing_loggers': False})
logging.getLogger().debug('configured')
logging.disable(logging.CRITICAL)
logging.error('disabled')
logging.disable(logging.NOTSET)
logging.captureWarnings(True)
import warnings
warnings.warn('captured')
logging.shutdown()
print(logging.root.handlers, logging.lastResort)
