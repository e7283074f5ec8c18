"""Runs a function under sys.settrace and prints what was reported of the test's own file."""
import sys

events = []


def shown(value):
    text = repr(value)
    return type(value).__name__ if " at 0x" in text else text[:40]


def report(frame, event, argument):
    if frame.f_code.co_filename != report.file:
        return None
    extra = ""
    if event == "return":
        extra = " " + shown(argument)
    elif event == "exception":
        extra = f" {argument[0].__name__}: {argument[1]}"
    line = frame.f_lineno - frame.f_code.co_firstlineno
    events.append(f"  {line:3} {frame.f_code.co_name:12} {event}{extra}")
    return report


def run(function, *args):
    report.file = function.__code__.co_filename
    events.clear()
    print(function.__name__, *args)
    sys.settrace(report)
    try:
        function(*args)
    except Exception as e:
        sys.settrace(None)
        events.append(f"  raised {type(e).__name__}")
    sys.settrace(None)
    print("\n".join(events))
