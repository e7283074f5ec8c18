import logging, sys
logging.basicConfig(stream=sys.stdout, level=logging.DEBUG)
logging.info("hi %s", 1); logging.debug("d")
log = logging.getLogger("a.b"); log.warning("w %(x)s", {"x": 3}); print(log, log.parent, logging.getLogger("a") is log.parent)
h = logging.StreamHandler(sys.stdout); h.setFormatter(logging.Formatter("{levelname}-{funcName}-{lineno}-{message}", style="{")); log.addHandler(h); log.propagate = False
def f(): log.error("in f")
f()
try: 1 / 0
except ZeroDivisionError: log.exception("caught")
log.setLevel("CRITICAL"); log.error("no"); log.critical("yes"); print(logging.getLevelName(30), log.isEnabledFor(40))
