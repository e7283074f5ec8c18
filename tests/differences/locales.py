# Only the C locale is there; CPython has those that are installed.
import locale
for name in ("C", "", "en_US.UTF-8", "de_DE.UTF-8"):
    try: print(repr(name), locale.setlocale(locale.LC_ALL, name))
    except locale.Error as e: print(repr(name), e)
