"""A thread that forks is the only one of the child, its main thread, and the child ends with it."""
import os
import signal
import sys
import threading

main = threading.current_thread()


def report(text):
    os.write(1, text.encode() + b"\n")


def wait_for_main():
    main.join()
    report("the main thread of the parent is over")


def plain():
    pass


def with_threads():
    report(f"alive: {main.is_alive()}, {len(sys._current_frames())} frame, {threading.active_count()}")
    thread = threading.Thread(target=wait_for_main)
    thread.start()
    thread.join()


def with_signals():
    signal.signal(signal.SIGUSR1, lambda number, frame: report("the child handles signals"))
    os.kill(os.getpid(), signal.SIGUSR1)
    for _ in range(10):
        pass


def with_exit():
    sys.exit(5)


def with_later_threads():
    threading.Thread(target=lambda: (threading.Event().wait(0.05), report("a thread outlives it"))).start()


def forks(work):
    pid = os.fork()
    if pid:
        print(work.__name__, os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)
    else:
        work()


for work in (plain, with_threads, with_signals, with_exit, with_later_threads):
    thread = threading.Thread(target=forks, args=(work,))
    thread.start()
    thread.join()
