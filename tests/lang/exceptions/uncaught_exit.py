import atexit
import sys
atexit.register(print, "at exit")
print("before")
try:
    sys.exit("message to stderr")
finally:
    print("finally")
