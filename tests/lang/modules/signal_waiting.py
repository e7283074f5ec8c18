"""signal: waiting for signals that are blocked, and descriptors that tell of them."""
import os
import signal
import socket
import sys


def show(function, *args, **kwargs):
    try:
        print(function.__name__, "->", function(*args, **kwargs))
    except Exception as error:
        print(function.__name__, type(error).__name__, str(error).replace(str(closed), "N"))


closed = 10 ** 6
wanted = {signal.SIGUSR1, signal.SIGUSR2}
signal.pthread_sigmask(signal.SIG_BLOCK, wanted)
os.kill(os.getpid(), signal.SIGUSR1)
info = signal.sigwaitinfo(wanted)
print(type(info).__module__, type(info).__name__, len(info), info.si_signo == signal.SIGUSR1,
      info.si_pid == os.getpid(), info.si_uid == os.getuid(), info.si_errno)
print(signal.sigtimedwait(wanted, 0))
print(signal.sigtimedwait(wanted, 0.01))
os.kill(os.getpid(), signal.SIGUSR2)
print(signal.sigtimedwait(wanted, 5).si_signo == signal.SIGUSR2)
show(signal.sigtimedwait, wanted, -1)
show(signal.sigtimedwait, [0], 1)
show(signal.sigwaitinfo, [1 << 1000])
show(signal.sigwait, ["x"])

signal.signal(signal.SIGALRM, lambda number, frame: 1 / 0)
signal.setitimer(signal.ITIMER_REAL, 0.05)
show(signal.sigtimedwait, wanted, 5)

a, b = socket.socketpair()
show(signal.set_wakeup_fd, closed)
try:
    signal.set_wakeup_fd(b.fileno())
except ValueError as error:
    print(str(error).replace(str(b.fileno()), "N"))
b.setblocking(False)
print(signal.set_wakeup_fd(b.fileno()))
signal.signal(signal.SIGALRM, lambda number, frame: print("handled"))
signal.raise_signal(signal.SIGALRM)
print(a.recv(10) == bytes([signal.SIGALRM]))
print(signal.set_wakeup_fd(-1) == b.fileno())

sys.unraisablehook = lambda hook: print(hook.err_msg, type(hook.exc_value).__name__)
b.close()
fd = os.open(os.devnull, os.O_RDONLY | os.O_NONBLOCK)
signal.set_wakeup_fd(fd)
signal.raise_signal(signal.SIGALRM)
signal.set_wakeup_fd(-1)
print(signal.getsignal(signal.SIGXFSZ) == signal.SIG_IGN, signal.getsignal(signal.SIGPIPE) == signal.SIG_IGN)
