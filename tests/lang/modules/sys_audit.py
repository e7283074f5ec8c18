# Events that a program raises for its own hooks.
import sys

print(sys.audit("before.any.hook", 1, 2))
seen = []


def hook(event, args):
    if event.startswith("demo."):
        seen.append((event, args))
    if event == "demo.refused":
        raise ValueError("refused")


sys.addaudithook(hook)
sys.audit("demo.first", 1, "two")
sys.audit("demo.second")
try:
    sys.audit("demo.refused", None)
except ValueError as error:
    print("ValueError:", error)
for arguments in ((), (5,)):
    try:
        sys.audit(*arguments)
    except TypeError as error:
        print("TypeError:", error)
print(seen)
