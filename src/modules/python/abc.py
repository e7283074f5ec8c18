"""Abstract base classes."""

import _abc

from _weakrefset import WeakSet


def abstractmethod(funcobj):
    """Marks a method that a concrete class must override."""
    funcobj.__isabstractmethod__ = True
    return funcobj


class abstractclassmethod(classmethod):
    __isabstractmethod__ = True

    def __init__(self, callable):
        callable.__isabstractmethod__ = True
        super().__init__(callable)


class abstractstaticmethod(staticmethod):
    __isabstractmethod__ = True

    def __init__(self, callable):
        callable.__isabstractmethod__ = True
        super().__init__(callable)


class abstractproperty(property):
    __isabstractmethod__ = True


_invalidation_counter = 0


def get_cache_token():
    """Changes whenever a class is registered somewhere."""
    return _invalidation_counter


def _compute_abstract_methods(cls, bases, namespace):
    abstracts = {name for name, value in namespace.items()
                 if getattr(value, "__isabstractmethod__", False)}
    for base in bases:
        for name in getattr(base, "__abstractmethods__", ()):
            value = getattr(cls, name, None)
            if getattr(value, "__isabstractmethod__", False):
                abstracts.add(name)
    return frozenset(abstracts)


class ABCMeta(type):
    """The metaclass of abstract base classes: knows abstract methods and virtual subclasses."""

    def __new__(mcls, name, bases, namespace, /, **kwargs):
        cls = super().__new__(mcls, name, bases, namespace, **kwargs)
        cls.__abstractmethods__ = _compute_abstract_methods(cls, bases, namespace)
        cls._abc_registry = None
        cls._abc_cache = None
        cls._abc_negative_cache = None
        cls._abc_negative_cache_version = _invalidation_counter
        if "__abc_tpflags__" in namespace:
            _abc.declare(cls, cls.__abc_tpflags__)
            del cls.__abc_tpflags__
        return cls

    def register(cls, subclass):
        """Makes subclass a virtual subclass; returns it, so it can be used as a decorator."""
        global _invalidation_counter
        if not isinstance(subclass, type):
            raise TypeError("Can only register classes")
        if issubclass(subclass, cls):
            return subclass
        if issubclass(cls, subclass):
            raise RuntimeError("Refusing to create an inheritance cycle")
        if cls._abc_registry is None:
            cls._abc_registry = WeakSet()
        cls._abc_registry.add(subclass)
        _invalidation_counter += 1
        _abc.inherit(cls, subclass)
        return subclass

    def _dump_registry(cls, file=None):
        print(f"Class: {cls.__module__}.{cls.__qualname__}", file=file)
        print(f"Inv. counter: {get_cache_token()}", file=file)

    def __instancecheck__(cls, instance):
        subclass = instance.__class__
        cache = cls._abc_cache
        if cache is not None and subclass in cache:
            return True
        subtype = type(instance)
        if subtype is subclass:
            if (cls._abc_negative_cache_version == _invalidation_counter
                    and cls._abc_negative_cache is not None and subclass in cls._abc_negative_cache):
                return False
            return cls.__subclasscheck__(subclass)
        return any(cls.__subclasscheck__(c) for c in (subclass, subtype))

    def __subclasscheck__(cls, subclass):
        if not isinstance(subclass, type):
            raise TypeError("issubclass() arg 1 must be a class")
        if cls._abc_cache is not None and subclass in cls._abc_cache:
            return True
        if cls._abc_negative_cache_version < _invalidation_counter:
            cls._abc_negative_cache = None
            cls._abc_negative_cache_version = _invalidation_counter
        elif cls._abc_negative_cache is not None and subclass in cls._abc_negative_cache:
            return False
        ok = cls.__subclasshook__(subclass)
        if ok is NotImplemented:
            ok = (cls in getattr(subclass, "__mro__", ())
                  or (cls._abc_registry is not None
                      and any(issubclass(subclass, rcls) for rcls in cls._abc_registry))
                  or any(issubclass(subclass, scls) for scls in cls.__subclasses__()))
        if ok:
            if cls._abc_cache is None:
                cls._abc_cache = WeakSet()
            cls._abc_cache.add(subclass)
            return True
        if cls._abc_negative_cache is None:
            cls._abc_negative_cache = WeakSet()
        cls._abc_negative_cache.add(subclass)
        return False


def update_abstractmethods(cls):
    """Computes __abstractmethods__ again after methods were added to the class."""
    if not hasattr(cls, "__abstractmethods__"):
        return cls
    abstracts = set()
    for scls in cls.__bases__:
        for name in getattr(scls, "__abstractmethods__", ()):
            value = getattr(cls, name, None)
            if getattr(value, "__isabstractmethod__", False):
                abstracts.add(name)
    for name, value in cls.__dict__.items():
        if getattr(value, "__isabstractmethod__", False):
            abstracts.add(name)
    cls.__abstractmethods__ = frozenset(abstracts)
    return cls


class ABC(metaclass=ABCMeta):
    """A base class whose metaclass is ABCMeta."""

    __slots__ = ()
