def f():
    try: raise KeyError('a')
    except Exception: yield
gen = f(); gen.send(None)
try: gen.throw(ValueError)
except ValueError as e: print(repr(e.__context__))
def g():
    try: raise KeyError('a')
    except Exception:
        try: yield
        except Exception as e:
            print(repr(e), repr(e.__context__)); yield 'b'
gen = g(); gen.send(None)
print(gen.throw(ValueError))
def h():
    yield
def k():
    try: raise KeyError('a')
    except Exception: yield from h()
gen = k(); gen.send(None)
try: gen.throw(ValueError)
except ValueError as e: print(repr(e.__context__))
def outer():
    try: raise IndexError('q')
    except IndexError:
        g2 = f(); next(g2)
        try: g2.throw(ValueError('z'))
        except ValueError as e: print(repr(e.__context__), repr(e.__context__.__context__))
outer()
