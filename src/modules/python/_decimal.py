"""Decimal arithmetic as CPython's C module gives it. The numbers are those of the library's version in Python; what is
said where something goes wrong, and how contexts are shown, is here."""

import _pydecimal
from _pydecimal import *
from _pydecimal import (ConversionSyntax, Decimal, DivisionImpossible, DivisionUndefined, InvalidContext,
                        __libmpdec_version__, __version__)
from _decimal_core import forget, install, new
from ouro import _name_class

__doc__ = "C decimal arithmetic module"

_SIGNALS = (Clamped, InvalidOperation, DivisionByZero, Inexact, FloatOperation, Overflow, Rounded, Subnormal, Underflow)
_ROUNDINGS = ("valid values for rounding are:\n  [ROUND_CEILING, ROUND_FLOOR, ROUND_UP, ROUND_DOWN,\n"
              "   ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_HALF_EVEN,\n   ROUND_05UP]")
_condition_map = _pydecimal._condition_map


# ---- errors -----------------------------------------------------------------------------------------------

def _raise_error(self, condition, explanation=None, *args):
    """The flag of the condition is set; where it is trapped the error names the condition."""
    signal = _condition_map.get(condition, condition)
    if signal in self._ignored_flags:
        return signal().handle(self, *args)
    self.flags[signal] = True
    if not self.traps[signal]:
        return condition().handle(self, *args)
    raise signal([condition])


def _describe(value):
    """What the constructor has against a value."""
    if not isinstance(value, (list, tuple)):
        return f"conversion from {type(value).__name__} to Decimal is not supported"
    if len(value) != 3:
        return "argument must be a sequence of length 3"
    sign, digits, exponent = value
    if not isinstance(sign, int) or sign not in (0, 1):
        return "sign must be an integer with the value 0 or 1"
    if isinstance(exponent, str) and exponent not in ("F", "n", "N"):
        return "string argument in the third position must be 'F', 'n' or 'N'"
    if not isinstance(exponent, (int, str)):
        return "exponent must be an integer"
    return "coefficient must be a tuple of digits"


_new = Decimal.__new__


def _decimal_new(cls, value="0", context=None):
    if context is not None and not isinstance(context, Context):
        raise TypeError("optional argument must be a context")
    try:
        return _new(cls, value, context)
    except (TypeError, ValueError):
        pass
    error = ValueError if isinstance(value, (list, tuple)) else TypeError
    raise error(_describe(value))


def _convert_other(other, raiseit=False, allow_float=False):
    """The other operand as a Decimal, or NotImplemented."""
    if isinstance(other, Decimal):
        return other
    if isinstance(other, int):
        return Decimal(other)
    if allow_float and isinstance(other, float):
        return Decimal.from_float(other)
    if raiseit:
        raise TypeError(_describe(other))
    return NotImplemented


def _to_int(self):
    if self._is_special:
        if self._isnan():
            raise ValueError("cannot convert NaN to integer")
        raise OverflowError("cannot convert Infinity to integer")
    return _int(self)


def _rounding(original):
    """A method that gives an int, and cannot for special values."""
    def method(self, *places):
        if self._is_special and not places:
            _to_int(self)
        if places and not isinstance(places[0], int):
            raise TypeError("optional arg must be an integer")
        return original(self, *places)
    method.__name__ = original.__name__
    method.__qualname__ = original.__qualname__
    return method


def _to_float(self):
    if self._isnan() == 2:
        raise ValueError("cannot convert signaling NaN to float")
    return _float(self)


def _hash(self):
    if self._is_special and self.is_snan():
        raise TypeError("Cannot hash a signaling NaN value")
    return _plain_hash(self)


def _format(self, spec, /, *args, **named):
    if not isinstance(spec, str):
        raise TypeError("format arg must be str")
    try:
        return _plain_format(self, spec, *args, **named)
    except ValueError as error:
        if "Invalid format specifier" not in str(error):
            raise
    raise ValueError("invalid format string")


# ---- contexts ---------------------------------------------------------------------------------------------

class SignalDict(dict):
    """Flags or traps: which signals are set."""

    def __setitem__(self, signal, value):
        dict.__setitem__(self, signal, bool(value))

    def __repr__(self):
        order = (InvalidOperation, FloatOperation, DivisionByZero, Overflow, Underflow, Subnormal, Inexact, Rounded,
                 Clamped)
        return "{" + ", ".join([f"{signal!r}:{self[signal]}" for signal in order]) + "}"


def _context_repr(self):
    def names(flags):
        return "[" + ", ".join([signal.__name__ for signal in _SIGNALS if flags[signal]]) + "]"
    return (f"Context(prec={self.prec}, rounding={self.rounding}, Emin={self.Emin}, Emax={self.Emax}, "
            f"capitals={self.capitals}, clamp={self.clamp}, flags={names(self.flags)}, traps={names(self.traps)})")


_LIMITS = {
    "prec": (1, MAX_PREC, "valid range for prec is [1, MAX_PREC]"),
    "Emin": (MIN_EMIN, 0, "valid range for Emin is [MIN_EMIN, 0]"),
    "Emax": (0, MAX_EMAX, "valid range for Emax is [0, MAX_EMAX]"),
    "capitals": (0, 1, "valid values for capitals are 0 or 1"),
    "clamp": (0, 1, "valid values for clamp are 0 or 1"),
}


def _context_setattr(self, name, value):
    forget()
    limits = _LIMITS.get(name)
    if limits is not None:
        if not isinstance(value, int):
            raise TypeError("an integer is required")
        low, high, message = limits
        if not low <= value <= high:
            raise ValueError(message)
    elif name == "rounding":
        if not isinstance(value, str) or value not in _pydecimal._rounding_modes:
            raise TypeError(_ROUNDINGS)
    elif name in ("flags", "traps"):
        if not isinstance(value, dict):
            raise TypeError("argument must be a signal dict")
        _plain_setattr(self, name, value)  # looks at the keys
        if type(value) is not SignalDict:
            value = SignalDict({signal: bool(value[signal]) for signal in _pydecimal._signals})
        object.__setattr__(self, name, value)
        return
    elif name != "_ignored_flags":
        raise AttributeError(f"'decimal.Context' object has no attribute {name!r}")
    _plain_setattr(self, name, value)


def _context_delattr(self, name):
    if name in _LIMITS or name in ("rounding", "flags", "traps"):
        raise AttributeError("context attributes cannot be deleted")
    object.__delattr__(self, name)


def setcontext(context, /):
    """Set a new default context."""
    if not isinstance(context, Context):
        raise TypeError("argument must be a context")
    _setcontext(context)


def localcontext(ctx=None, **changes):
    """Return a context manager that will set the default context to a copy of ctx on entry, and restore it on exit."""
    if ctx is not None and not isinstance(ctx, Context):
        raise TypeError("optional argument must be a context")
    return _localcontext(ctx, **changes)


_setcontext, _localcontext = _pydecimal.setcontext, _pydecimal.localcontext
_int, _float, _plain_hash, _plain_format = Decimal.__int__, Decimal.__float__, Decimal.__hash__, Decimal.__format__
_plain_setattr = Context.__setattr__

Context._raise_error = _raise_error
Context.__repr__ = _context_repr
Context.__setattr__ = _context_setattr
Context.__delattr__ = _context_delattr
_pydecimal._convert_other = _convert_other
Decimal.__new__ = staticmethod(new)
Decimal.__int__ = Decimal.__trunc__ = _to_int
Decimal.__float__ = _to_float
Decimal.__hash__ = _hash
Decimal.__format__ = _format
for _name in ("__round__", "__floor__", "__ceil__"):
    setattr(Decimal, _name, _rounding(getattr(Decimal, _name)))
del _name
_name_class(Decimal, "decimal.Decimal")
_name_class(Context, "decimal.Context")
install(Decimal, _decimal_new, _pydecimal._current_context_var.get, getcontext, Inexact, Rounded)
for _context in (DefaultContext, BasicContext, ExtendedContext):
    _context.flags, _context.traps = _context.flags, _context.traps
del _context
