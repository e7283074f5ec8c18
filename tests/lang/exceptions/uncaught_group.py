def f(n):
    if n:
        raise ExceptionGroup("outer", [make(ValueError, "one"), make(TypeError, "two"),
                                       ExceptionGroup("inner", [make(KeyError, "three"), OSError(2, "x")])])


def make(cls, text):
    try:
        raise cls(text)
    except cls as e:
        e.add_note("note of " + text)
        return e


try:
    f(1)
except ExceptionGroup as g:
    raise RuntimeError("last") from g
