"""The package."""
print("importing", __name__, __package__, __path__ is not None)
from . import a
from .sub import deep
from .a import value as renamed
__all__ = ["renamed", "deep", "late"]
late = "late"
_hidden = 1
