"""Built-in functions do not tell their signatures: CPython prints (obj, /)."""
import inspect

print(inspect.signature(len))
