def t(f):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
EG, BEG = ExceptionGroup, BaseExceptionGroup
t(lambda: EG())
t(lambda: EG('a'))
t(lambda: EG('a', []))
t(lambda: EG('a', 3))
t(lambda: EG('a', [1]))
t(lambda: EG(1, [ValueError()]))
t(lambda: EG('a', [KeyboardInterrupt()]))
t(lambda: repr(BEG('a', [ValueError()])))
t(lambda: repr(EG('a', [ValueError(1), TypeError(2)])))
e = EG('a', [ValueError(1), TypeError(2), EG('b', [ValueError(3), OSError(4)])])
print(e.message, e.exceptions, e.args)
print(e)
print(e.split(ValueError))
print(e.subgroup(ValueError))
print(e.subgroup(lambda x: isinstance(x, OSError)))
print(e.subgroup((OSError, TypeError)))
print(e.split(KeyError))
print(e.subgroup(EG) is e)
t(lambda: e.split(3))
t(lambda: e.subgroup())
t(lambda: e.derive([ValueError()]))
t(lambda: e.derive([KeyboardInterrupt()]))
class M(EG):
    def derive(self, x): return M(self.message + '!', x)
m = M('q', [ValueError(1), TypeError(2)])
m.add_note('hi')
print(m.split(ValueError), m.split(ValueError)[0].__notes__)
try: e.message = 1
except AttributeError as x: print(x)
try:
    try: raise e
    except* (ValueError, OSError) as g: print(repr(g), g.__context__)
except EG as z: print(repr(z))
try:
    try: raise ValueError(7)
    except* ValueError as g: print(repr(g)); raise
except EG as z: print(repr(z), z.__context__)
try:
    try: raise e
    except* EG: pass
except TypeError as x: print(x)
try:
    try: raise e
    except* 3: pass
except TypeError as x: print(x)
def f():
    for i in range(2):
        try: raise e
        except* ValueError: 
            pass
try: f()
except EG as z: print(z)
for s in ('for x in y:\n try: pass\n except* A: continue','def f():\n try: pass\n except* A: return','for x in y:\n try: pass\n except* A: break'):
    try: compile(s,'a','exec')
    except SyntaxError as e: print(e)
class EG2(ExceptionGroup, ): pass
print(EG2('x', [ValueError()]))
class EG3(ExceptionGroup, OSError): pass
print(repr(EG3('x', [ValueError()])))
class EG4(BaseExceptionGroup, KeyboardInterrupt): pass
t(lambda: EG4('x', [ValueError()]))
print(ExceptionGroup.__mro__)
print(ExceptionGroup[int])
