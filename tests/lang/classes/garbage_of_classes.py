# Classes die in cycles with the tuples of their bases, whichever goes first; their bases stay whole.
import gc


class Base:
    pass


def tuple_before_class():
    class First(Base):
        pass
    bases = (First, Base)
    held = [bases]
    made = type("Made", bases, {})
    made.held = held
    held += [made, held]


class Bases(tuple):
    pass


def other_tuple():
    bases = Bases((Base,))
    made = type("Other", bases, {})
    made.bases = bases
    bases.made = made
    made.__bases__ = (Base, )


for _ in range(200):
    tuple_before_class()
    other_tuple()
print(len(gc.get_objects()) > 0)
gc.collect()
print(Base.__subclasses__())
