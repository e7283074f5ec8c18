# An object begins with its reference count: 4 bytes of it here, 8 in CPython.
import ctypes, sys

x = [1, 2, 3]
y = x
count = ctypes.c_int32.from_address(id(x)).value
print(count, sys.getrefcount(x) - 1)
del y
print(ctypes.c_int32.from_address(id(x)).value)
print(ctypes.c_long.from_address(id(x)).value & 0xffffffff, "and what lies behind it:", hex(ctypes.c_long.from_address(id(x)).value))
print("of None:", ctypes.c_int32.from_address(id(None)).value)
