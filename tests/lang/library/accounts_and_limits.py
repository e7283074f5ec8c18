"""pwd, grp, resource, syslog, termios, tty, pty and getpass."""
import getpass, grp, io, os, pty, pwd, resource, sys, syslog, termios, tty


def t(function, *args, **kwargs):
    try:
        print(function(*args, **kwargs))
    except BaseException as e:
        print(type(e).__module__, type(e).__name__, e)


for m in (pwd, grp, resource, syslog, termios):
    print(m.__name__, [n for n in dir(m) if n[0] != "_"])
for how, whats in ((pwd.getpwnam, ("root", "nobodyhere", 3, "a\0b")), (pwd.getpwuid, (0, 77777, -5, 1 << 40, -1, "a", 1.0, True)),
                   (grp.getgrnam, ("root", "xxx", "a\0b")), (grp.getgrgid, (0, 77777, -1, "a", 1 << 40, -7, 1.5))):
    for what in whats:
        t(how, what)
t(pwd.getpwnam)
t(pwd.getpwnam, name="root")
t(grp.getgrgid, id=0)
t(grp.getgrnam, name="adm")
t(grp.getgrnam)
print(pwd.struct_passwd, pwd.getpwuid(0).pw_dir, pwd.struct_passwd.n_fields, grp.struct_group.n_fields)
print(pwd.getpwnam("root") in pwd.getpwall(), grp.getgrgid(0) in grp.getgrall(), len(pwd.getpwall()) > 3)
print(os.path.expanduser("~root"), getpass.getuser() == (os.environ.get("LOGNAME") or os.environ.get("USER") or pwd.getpwuid(os.getuid())[0]))

print([(n, getattr(resource, n)) for n in dir(resource) if n.isupper()])
print(type(resource.getrlimit(resource.RLIMIT_NOFILE)), len(resource.getrlimit(resource.RLIMIT_STACK)))
for args in ((99,), ("a",), (-1,)):
    t(resource.getrlimit, *args)
for args in ((7, (5,)), (7, 5), (7, (5, 2)), (99, (1, 2)), (7, ("a", 2)), (7, (1 << 70, 1 << 70))):
    t(resource.setrlimit, *args)
for args in ((0, 7, (1, 2, 3)), (99999999, 7), ("a", 7), (0,), (0, 99)):
    t(resource.prlimit, *args)
t(resource.getrusage, 99)
usage = resource.getrusage(resource.RUSAGE_SELF)
print(usage.ru_maxrss > 1000, usage.ru_utime >= 0, len(usage), resource.error, type(usage))
soft, hard = resource.getrlimit(resource.RLIMIT_CORE)
resource.setrlimit(resource.RLIMIT_CORE, (0, hard))
print(resource.getrlimit(resource.RLIMIT_CORE)[0], resource.getpagesize(), resource.prlimit(os.getpid(), resource.RLIMIT_CORE)[0])
pid = os.fork()
if not pid:
    os._exit(len(resource.getrusage(resource.RUSAGE_CHILDREN)))
print(len(os.wait4(pid, 0)[2]))

print([(n, getattr(syslog, n)) for n in dir(syslog) if n.isupper() and n not in ("LOG_MASK", "LOG_UPTO")])
print(syslog.LOG_MASK(3), syslog.LOG_UPTO(3), syslog.setlogmask(255), syslog.setlogmask(0))
for f, args in ((syslog.LOG_MASK, ("a",)), (syslog.openlog, (3,)), (syslog.openlog, ("a", 1, 1, 1)), (syslog.syslog, ()), (syslog.syslog, ("a", "b")),
                (syslog.syslog, (1,)), (syslog.syslog, (1, 2)), (syslog.syslog, (1, "a", 3)), (syslog.closelog, ()), (syslog.syslog, ("x",)), (syslog.closelog, ())):
    t(f, *args)
t(syslog.openlog, foo=1)
t(syslog.openlog, "x", logoption=1)

master, slave = os.openpty()
a = termios.tcgetattr(slave)
print(a[:6], a[6])
for args in (("a",), (99,), (1 << 40,)):
    t(termios.tcgetattr, *args)
for args in ((0, a), (0, a[:5]), (0, 3), (0, ["a"] * 7), (0, a[:6] + [[1]]), (0, a[:6] + [["a"] * 32]), (0, a[:6] + [[1.5] * 32]), ("a", a), (55, a)):
    t(termios.tcsetattr, slave, *args)
t(termios.tcsendbreak, slave, 0)
t(termios.tcdrain, slave)
t(termios.tcflush, slave, termios.TCIFLUSH)
t(termios.tcflow, slave, termios.TCOON)
t(termios.tcgetwinsize, slave)
for size in ((10, 20), (10,), 3, (1 << 20, 1), ("a", 1)):
    t(termios.tcsetwinsize, slave, size)
t(termios.tcgetwinsize, slave)
print(os.get_terminal_size(slave))
t(termios.tcdrain, 99)
t(termios.tcflush, slave, 99)
t(termios.tcsendbreak, slave)
t(termios.tcsendbreak, slave, "a")
tty.setcbreak(slave)
b = termios.tcgetattr(slave)
print(b[3] & termios.ICANON, b[6][termios.VMIN], b[6][termios.VTIME])
tty.setraw(slave)
print(termios.tcgetattr(slave)[:4])
os.write(slave, b"raw\n")
print(os.read(master, 10))
termios.tcsetattr(slave, termios.TCSAFLUSH, a)
os.write(slave, b"cooked\n")
print(os.read(master, 10), os.isatty(slave), os.ttyname(slave)[:9])

pid, descriptor = pty.fork()
if not pid:
    os.write(1, b"%d %d" % (os.isatty(0), os.getpid() == os.getsid(0)))
    os._exit(3)
print(os.read(descriptor, 100), os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))

# getpass on a terminal of its own.
pid, descriptor = pty.fork()
if not pid:
    secret = getpass.getpass("Secret? ")
    print("got", secret)
    sys.stdout.flush()
    os._exit(0)
text = b""
while b"?" not in text:
    text += os.read(descriptor, 100)
os.write(descriptor, b"hidden\n")
try:
    while True:
        piece = os.read(descriptor, 100)
        if not piece:
            break
        text += piece
except OSError:
    pass
os.waitpid(pid, 0)
print(text)
