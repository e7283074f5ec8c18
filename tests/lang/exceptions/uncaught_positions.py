"""Each error is printed by the traceback of a nested call, with its carets."""
import sys


class C:
    x = None

    def __getitem__(self, k):
        raise KeyError(k)


data = {"a": [1, 2, {"b": None}]}
c = C()


def t1(): return data["a"][2]["b"]["c"]
def t2(): return 1 + 2 + (3 / 0) + 4
def t3(): return c.x.y.z
def t4(): return len([1], 2) + 1
def t5(): return c["k"] + 1
def t6(): return undefined_name + 1
def t7(): data["x"]["y"] = 1
def t8(): a, b = [1, 2, 3]
def t9(): return [x / 0 for x in [1, 2]]
def t10(): return sum(1 / (2 - i) for i in range(5))
def t11(): c.x.y = 1
def t12(): del data["zz"]
def t13(): assert c.x, "message " + "here"
def t14(): import nothing_here
def t15(): from sys import nothing_here
def t16(): return "abc".foo(1, 2)
def t17(): return -"x"
def t18(): return (1 < "a") and 2
def t19(): return int("zz" + "y")
def t20(): raise ValueError("direct")
def t21(): return print(1, bad=2)
def t22(): return (lambda: 1 / 0)()
def t23(): return f"{c.x.y} {1}"
def t24(): return data["a"][10:20][0]
def t25(): return c.x()
def t26(): return (
    1 +
    None)
def t27():
    for x in 5:
        pass
def t28():
    with c as f:
        pass
def t29():
    global data
    data += 1
def t30(): return c @ 5 ** 2 // 1
def t31(): return data["a"] \
    [2]["q"]
def t32(): return [1, 2, 3][
    "x"]
def t33(): return "ünï" + data["a"] + "x"
def t34(): assert isinstance(5, str)
def t35():
    x = yield_nothing(
        1,
        2,
    )


for i in range(1, 36):
    try:
        globals()[f"t{i}"]()
    except Exception:
        sys.excepthook(*sys.exc_info())
