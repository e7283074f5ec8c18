"""os: scheduling, processors, users and groups, names of the configuration, extended attributes."""
import os
import pickle
import warnings


def show(function, *args, **kwargs):
    try:
        print(function.__name__, "->", function(*args, **kwargs))
    except Exception as error:
        print(function.__name__, type(error).__name__, error)


parameter = os.sched_param(3)
print(parameter, parameter.sched_priority, len(parameter), os.sched_param(sched_priority=4))
show(os.sched_param)
show(os.sched_setscheduler, 0, os.SCHED_OTHER, 5)
show(os.sched_setparam, 0, os.sched_param("x"))
print(os.sched_get_priority_min(os.SCHED_FIFO), os.sched_get_priority_max(policy=os.SCHED_RR))
show(os.sched_get_priority_max, -5)
print(os.sched_getscheduler(0) == os.SCHED_OTHER, os.sched_getparam(0))
os.sched_setparam(0, os.sched_getparam(0))
print(os.sched_rr_get_interval(0) >= 0)
processors = os.sched_getaffinity(0)
one = {min(processors)}
os.sched_setaffinity(0, one)
print(os.sched_getaffinity(0) == one)
os.sched_setaffinity(0, processors)
for bad in ([-1], [1 << 40], ["x"], 5):
    show(os.sched_setaffinity, 0, bad)

print(os.getresuid() == (os.getuid(), os.geteuid(), os.getresuid()[2]), len(os.getresgid()))
os.setreuid(-1, -1)
os.setresgid(-1, -1, -1)
show(os.setreuid, "x", 0)
show(os.setgroups, 5)
print(os.getgid() in os.getgrouplist("root", os.getgid()))

print(os.confstr("CS_PATH"), os.confstr(os.confstr_names["CS_PATH"]), len(os.confstr_names))
show(os.confstr, "CS_NOTHING")
show(os.confstr, 1.5)
print(len(os.sysconf_names), os.sysconf("SC_PAGESIZE") == os.sysconf("SC_PAGE_SIZE"))
print(os.fpathconf(0, "PC_NAME_MAX") == os.fpathconf(0, os.pathconf_names["PC_NAME_MAX"]))

show(os.getxattr, "/no/such/file", "user.a")
show(os.setxattr, "/no/such/file", "user.a", b"value", os.XATTR_CREATE)
show(os.removexattr, "/no/such/file", b"user.a")
show(os.listxattr, "/no/such/file")
show(os.listxattr, 0, follow_symlinks=False)
show(os.getxattr, "/", 5)
print(type(os.listxattr("/")), type(os.listxattr()))

warnings.simplefilter("always")
with warnings.catch_warnings(record=True) as caught:
    print(os.stat(bytearray(b"/")).st_ino == os.stat("/").st_ino)
print(caught[0].category.__name__, caught[0].message)
result = os.stat("/")
for name in ("st_mode", "parrot"):
    try:
        setattr(result, name, 1)
    except AttributeError as error:
        print(error)
print(pickle.loads(pickle.dumps(os.times()))[:2] == os.times()[:2] or True)
