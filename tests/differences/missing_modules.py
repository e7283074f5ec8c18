# Modules of the standard library that are not there; the others come from an installed CPython.
for name in ("curses", "ssl"):
    try: __import__(name); print(name, "is there")
    except ImportError as e: print(name, "is missing:", e, getattr(e, "__notes__", ""))
