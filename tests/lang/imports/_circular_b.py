import _circular_a
y = 2
try:
    _circular_a.x
except AttributeError as e:
    print(e)
try:
    from _circular_a import x
except ImportError as e:
    print(str(e).split("(/")[0].split("(_c")[0])
