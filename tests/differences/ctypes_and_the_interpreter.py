# ctypes without CPython's own functions; what memoryviews of its objects show.
import ctypes

try: print(ctypes.pythonapi.Py_IsInitialized())
except AttributeError as e: print("AttributeError", e)
view = memoryview((ctypes.c_int * 2)(1, 2))
print(view.format, view.shape, view.nbytes, bytes(view))
try: ctypes.c_int("x")
except TypeError as e: print(e, e.__traceback__.tb_next is not None)
