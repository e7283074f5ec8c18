class N:
    def __init__(self, name): self.name = name
    __del__ = lambda self: print("del", self.name)
b = N("b")
a = N("a")
_private = N("_private")
c = [N("c0")]
d = {"x": N("dx")}
print("end")
