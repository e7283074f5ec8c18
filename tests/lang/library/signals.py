import os, signal, time
def handler(number, frame):
    print("got", signal.Signals(number).name, frame is not None)
print(signal.signal(signal.SIGUSR1, handler), signal.getsignal(signal.SIGUSR1) is handler)
os.kill(os.getpid(), signal.SIGUSR1)
signal.raise_signal(signal.SIGUSR1)
class Alarm(Exception): pass
def raising(number, frame): raise Alarm(number)
signal.signal(signal.SIGALRM, raising)
signal.setitimer(signal.ITIMER_REAL, 0.02)
try:
    time.sleep(5)
except Alarm as e:
    print("alarm", e)
print(signal.getitimer(signal.ITIMER_REAL), signal.alarm(0))
print(signal.getsignal(signal.SIGINT), signal.default_int_handler is signal.getsignal(signal.SIGINT))
try:
    signal.raise_signal(signal.SIGINT)
except KeyboardInterrupt:
    print("interrupted")
for bad in (lambda: signal.signal(99, handler), lambda: signal.signal(signal.SIGUSR1, 5), lambda: signal.signal(signal.SIGKILL, handler)):
    try: bad()
    except Exception as e: print(type(e).__name__, e)
print(signal.strsignal(15), signal.Signals(2), signal.SIG_DFL, signal.Handlers(1), signal.SIGTERM in signal.valid_signals())
old = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGUSR1}); os.kill(os.getpid(), signal.SIGUSR1)
print(old, signal.sigpending()); signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGUSR1})
pid = os.fork()
if not pid:
    signal.signal(signal.SIGTERM, signal.SIG_DFL); time.sleep(5); os._exit(0)
os.kill(pid, signal.SIGTERM); print(os.WTERMSIG(os.waitpid(pid, 0)[1]))
