"""Dates and times."""

try:
    from _datetime import (MAXYEAR, MINYEAR, UTC, date, datetime, time, timedelta, timezone,
                           tzinfo)
except ImportError:
    # Somebody keeps _datetime away: then the library's own version stands in, if it is there.
    def _load():
        import sys
        for folder in sys.path:
            try:
                with open(folder + "/datetime.py", encoding="utf-8") as file:
                    return compile(file.read(), file.name, "exec")
            except OSError:
                pass
        raise

    exec(_load(), globals())
    del _load

__all__ = ("date", "datetime", "time", "timedelta", "timezone", "tzinfo", "MINYEAR", "MAXYEAR", "UTC")
