print("importing", __name__, __package__)
value = 10
from .sub.deep import where
def __getattr__(name):
    if name == "lazy": return "lazy value"
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
def __dir__(): return ["value", "lazy"]
