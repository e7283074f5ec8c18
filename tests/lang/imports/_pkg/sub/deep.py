print("importing", __name__)
where = __name__
from ... _pkg import __name__ as top
def fail(): return 1 / 0
