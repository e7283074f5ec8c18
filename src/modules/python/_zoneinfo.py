"""Time zones by name, as CPython's C module shows them; the work is done by the library's version in Python."""

from ouro import _name_class
from zoneinfo._zoneinfo import ZoneInfo


def _repr(self):
    name = "zoneinfo.ZoneInfo" if type(self) is ZoneInfo else type(self).__name__
    if self.key is None:
        return f"{name}.from_file({self._file_repr})"
    return f"{name}(key={self.key!r})"


ZoneInfo.__repr__ = _repr
_name_class(ZoneInfo, "zoneinfo.ZoneInfo")
