import warnings, sys, io
sys.stderr = sys.stdout
def f(level=1): warnings.warn("careful", stacklevel=level)
f(); f(2)
for i in range(2): warnings.warn("once per place")
warnings.warn("dep", DeprecationWarning)
warnings.warn(RuntimeWarning("inst"))
with warnings.catch_warnings(record=True) as w:
    warnings.simplefilter("always")
    warnings.warn("a"); warnings.warn("b", UserWarning)
    print(len(w), w[0].message, w[1].category.__name__, w[0].lineno)
with warnings.catch_warnings():
    warnings.simplefilter("error")
    try: warnings.warn("bang")
    except UserWarning as e: print("raised", e)
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    warnings.warn("silent")
warnings.filterwarnings("error", message="spec.*")
try: warnings.warn("special")
except UserWarning as e: print("raised", e)
warnings.warn("not spec")
print(warnings.formatwarning("m", UserWarning, "f.py", 3, "x = 1"), end="")
def show(message, category, filename, lineno, file=None, line=None): print("SHOW", message, category.__name__)
warnings.showwarning = show
warnings.warn("custom")
try: warnings.warn("x", int)
except TypeError as e: print(e)
class W(UserWarning): pass
warnings.warn("own", W)
