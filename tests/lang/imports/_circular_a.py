import _circular_b
x = 1
def get(): return _circular_b.y
