# A subclass of str cannot have named __slots__; CPython refuses this for int, bytes and tuple only.
try:
    class Tagged(str):
        __slots__ = ("tag",)
except TypeError as error:
    print("TypeError:", error)
else:
    print("allowed")
