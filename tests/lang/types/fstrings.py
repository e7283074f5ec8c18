"""f-strings: formats, conversions, nesting, =."""


class F:
    def __format__(self, spec):
        return f"<{spec}>"

    def __str__(self):
        return "str"

    def __repr__(self):
        return "repr"


name, n, x, f, d, items = "Ann", 42, 3.14159, F(), {"k": [1, 2]}, [1, 2, 3]
print(f"{name} {n} {x} {f} {d} {items}")
print(f"{name!r} {name!s} {name!a} {f!r} {f!s:>6} {f:spec} {f!r:^8}|")
print(f"{n:5}|{n:<5}|{n:^5}|{n:>5}|{n:05}|{n:+}|{n: }|{n:x}|{n:#b}|{n:,}|{n:c}|{n:e}|{n:.1%}")
print(f"{x:.2f} {x:10.3f}| {x:<10.1f}| {x:e} {x:g} {x:.0f} {x:+.1f} {x:010.2f} {x:,.2f} {x!r:>10}")
print(f"{name=} {n=} {x=:.1f} {name = } {n+1=} {d['k']=} {name=!s} {n=:>5}")
w, p = 10, 2
print(f"{x:{w}.{p}f}|{name:>{w}}|{name:{'*'}^{w}}|{n:{'0'}{'>'}{5}}")
print(f"{'nested ' + f'{n + 1}'} {d['k'][0]} {(lambda y: y * 2)(4)} {[i for i in items]} { {'a': 1}['a'] }")
print(f"{{literal}} {{{n}}} }}{{", f"a" "b" f"{n}" 'c', f"", f"{'' or 'empty'}")
print(f"""multi
{n
 + 1}
end""")
print(rf"\d{n}\n", f"\t|\x41|{n}\u00e9", f"{'a' if n else 'b'}", f"{n if n > 1 else 0:>4}", f"{n, 1}", f"{*items,}")
print(f"{True:d} {True} {True:5}| {None} {None!s:>6}")
print(f"{1e20} {1e16} {1e15} {1e-5} {0.1 + 0.2} {1/3:.3} {100:.3e} {123456789.0:g} {float('nan'):5} {float('inf'):+}")
print(f"{1234567.891:,.1f} {1234567:_} {-5:=+8} {-5:08} {3:<5}| {'abc':.2} {'abc':>5.1}| {2+3j:.1f} {2+3j}")
print(f"{0:b} {255:08b} {255:#010x} {255:X} {-255:#o} {10**20:,} {5:n} {65:c}{66:c}")
for spec in ["d", "5.2", "s", ".3d", "zz", "<<5", "=5", ",s", "_,", ".", "10", "^", "#", "c", "+s", "05", ",x", "_x", "1e5", ".5n", "%%"]:
    for value in [5, "s", 2.5, None, [1]]:
        try:
            print(spec, repr(value), "->", repr(format(value, spec)))
        except Exception as e:
            print(spec, repr(value), "!!", type(e).__name__, e)
print(format(5), format("a", ">4"), format(f, "q"), format(object.__new__(int), ""), format(1.5, ""), format(True, ""))


def g(v):
    return f"{v:{'d' if isinstance(v, int) else 's'}}"


print(g(5), g("s"))
print(f"{n:}", f"{n!r:}", f"{'a':{''}}|", f"{n:{n}}|")
