"""Where a signal's exception is raised: at the jump that closes the loop, inside the try around it."""
import itertools
import signal
import traceback


def interrupt(number, frame):
    raise KeyboardInterrupt


signal.signal(signal.SIGALRM, interrupt)


def endless():
    try:
        while 1:
            pass
    finally:
        print("finally")


def endless_body():
    while True:
        one = 1
        two = 2


def tested(flag=True):
    while (flag and
           not not flag):
        one = 1
        if flag:
            two = 2
        else:
            two = 3


def continued(flag=True):
    while True:
        one = 1
        if flag:
            continue
        two = 2


def iterated():
    for item in itertools.repeat(1):
        one = 1
        two = 2


def nested():
    while True:
        try:
            while True:
                one = 1
        except KeyboardInterrupt as error:
            print("caught at", error.__traceback__.tb_lineno - nested.__code__.co_firstlineno)
            return "returned"
        finally:
            print("inner finally")


def called():
    def nothing():
        pass
    try:
        while not nothing():
            pass
    finally:
        print("finally")


for function in (endless, endless_body, tested, continued, iterated, nested, called):
    signal.setitimer(signal.ITIMER_REAL, 0.05)
    try:
        print(function.__name__, function())
    except KeyboardInterrupt as error:
        frame = [f for f in traceback.extract_tb(error.__traceback__) if f.name == function.__name__][-1]
        print(function.__name__, "stopped at", frame.lineno - function.__code__.co_firstlineno, frame.line)
