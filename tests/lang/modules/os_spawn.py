"""os: posix_spawn, pseudo-terminals, and the several ways to wait."""
import os
import signal
import sys
import tempfile


def refused(*args, **kwargs):
    try:
        os.posix_spawn(*args, **kwargs)
    except Exception as error:
        print(type(error).__name__, error)


def ended(pid):
    status = os.waitpid(pid, 0)[1]
    return os.waitstatus_to_exitcode(status)


print(ended(os.posix_spawn("/bin/sh", ["sh", "-c", "exit 7"], os.environ)))
print(ended(os.posix_spawnp("sh", ["sh", "-c", "exit $CODE"], {"CODE": "5", "PATH": "/bin:/usr/bin"})))
folder = tempfile.mkdtemp()
path = os.path.join(folder, "out")
actions = [(os.POSIX_SPAWN_OPEN, 5, path, os.O_WRONLY | os.O_CREAT, 0o600),
           (os.POSIX_SPAWN_DUP2, 5, 1), (os.POSIX_SPAWN_CLOSE, 5)]
print(ended(os.posix_spawn("/bin/echo", ("echo", "hello"), {}, file_actions=actions)))
print(open(path).read(), end="")
os.unlink(path)
os.rmdir(folder)
print(ended(os.posix_spawn("/bin/sh", ["sh", "-c", "kill -TERM $$"], {}, setsid=True,
                           setsigdef=[signal.SIGTERM], setsigmask=[signal.SIGUSR1])))

for bad in ([], [""], "text"):
    refused("/bin/true", bad, {})
refused("/bin/true", ["true"], None)
refused("/bin/true", ["true"], [])
refused("/no/such/file", ["true"], {})
refused("/bin/true", ["true"], {"A=B": "c"})
for bad in (3, [None], [()], [(9, 1)], [(os.POSIX_SPAWN_CLOSE,)], [(os.POSIX_SPAWN_DUP2, 1)],
            [(os.POSIX_SPAWN_OPEN, 3, "x")], [(os.POSIX_SPAWN_CLOSE, "1")]):
    refused("/bin/true", ["true"], {}, file_actions=bad)
refused("/bin/true", ["true"], {}, setsigmask=[0])
refused("/bin/true", ["true"], {}, setsigdef=["x"])
refused("/bin/true", ["true"], {}, setpgroup="x")

sys.stdout.flush()
pid = os.fork()
if pid == 0:
    os._exit(3)
result = os.waitid(os.P_PID, pid, os.WEXITED)
print(type(result).__name__, result.si_pid == pid, result.si_status, result.si_code == os.CLD_EXITED)
sys.stdout.flush()
pid = os.fork()
if pid == 0:
    os._exit(4)
found, status, usage = os.wait3(0)
print(found == pid, os.WEXITSTATUS(status), type(usage).__name__, len(usage))
try:
    os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG)
except ChildProcessError as error:
    print("no child")

descriptor = os.pidfd_open(os.getpid())
signal.signal(signal.SIGUSR1, lambda number, frame: print("signal", number == signal.SIGUSR1))
signal.pidfd_send_signal(descriptor, signal.SIGUSR1)
os.close(descriptor)

sys.stdout.flush()
pid, terminal = os.forkpty()
if pid == 0:
    os.write(1, b"child has a terminal: %d\n" % os.isatty(0))
    os._exit(0)
data = b""
try:
    while b"\n" not in data:
        data += os.read(terminal, 100)
except OSError:
    pass
print(data, ended(pid))
os.close(terminal)
