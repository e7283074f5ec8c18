# A loop that is the first thing in a try block and is stopped by a signal: here the finally block runs. CPython 3.11 looks
# for the handler of the instruction before the loop, which is outside of the block, and skips it.
import signal


def interrupt(number, frame):
    raise KeyboardInterrupt


signal.signal(signal.SIGALRM, interrupt)
signal.setitimer(signal.ITIMER_REAL, 0.05)
try:
    while 1: pass
finally:
    print("finally")
