# Classes that lose or gain special methods while they are in use.
class Once:
    def __iter__(self):
        return self

    def __next__(self):
        del Once.__next__
        return 1


try:
    for item in Once():
        print(item)
except TypeError as error:
    print("TypeError:", error)


class Plain:
    pass


class Holder:
    value = Plain()

    def __init__(self):
        self.value = "own"


def read(holder):
    return holder.value


holder = Holder()
print({read(holder) for _ in range(2000)})
Plain.__get__ = lambda self, instance, owner: "descriptor"
Plain.__set__ = lambda self, instance, value: None
print(read(holder))


class Perverse(type):
    def mro(cls):
        return [cls, dict, object] if cls.__name__ == "Bad" else [1]


for name in ("Bad", "Worse"):
    try:
        Perverse(name, (), {})
    except TypeError as error:
        print("TypeError:", error)
