# Importing runs no Python code that is traced; opcodes are our own; a value of an asynchronous generator is not wrapped.
import sys
names = set()
def trace(frame, event, arg):
    names.add(frame.f_code.co_filename)
    return trace
sys.settrace(trace)
import colorsys
sys.settrace(None)
print(sorted(name for name in names if "importlib" in name))
async def numbers():
    yield 1
def report(frame, event, arg):
    if event == "return": print(type(arg).__name__)
    return report
sys.settrace(report)
try: numbers().asend(None).send(None)
except StopIteration: pass
sys.settrace(None)
def generator():
    a = 1
    yield 3
def jump(frame, event, arg):
    if event == "return":
        try: frame.f_lineno = frame.f_code.co_firstlineno + 1; print("moved")
        except ValueError as e: print(e)
    return jump
sys.settrace(jump); next(generator()); sys.settrace(None)
