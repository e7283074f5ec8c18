"""The locale of the process. Only C is there, with UTF-8 for text."""

LC_CTYPE, LC_NUMERIC, LC_TIME, LC_COLLATE, LC_MONETARY, LC_MESSAGES, LC_ALL = range(7)
CHAR_MAX = 127
CODESET = 14
RADIXCHAR = 65536
THOUSEP = 65537
D_T_FMT, D_FMT, T_FMT, T_FMT_AMPM = 131112, 131113, 131114, 131115
AM_STR, PM_STR = 131110, 131111
ABDAY_1, ABDAY_2, ABDAY_3, ABDAY_4, ABDAY_5, ABDAY_6, ABDAY_7 = range(131072, 131079)
DAY_1, DAY_2, DAY_3, DAY_4, DAY_5, DAY_6, DAY_7 = range(131079, 131086)
(ABMON_1, ABMON_2, ABMON_3, ABMON_4, ABMON_5, ABMON_6, ABMON_7, ABMON_8, ABMON_9, ABMON_10,
 ABMON_11, ABMON_12) = range(131086, 131098)
(MON_1, MON_2, MON_3, MON_4, MON_5, MON_6, MON_7, MON_8, MON_9, MON_10, MON_11,
 MON_12) = range(131098, 131110)
YESEXPR, NOEXPR = 327680, 327681

_DAYS = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September",
           "October", "November", "December")
_TEXTS = {CODESET: "UTF-8", RADIXCHAR: ".", THOUSEP: "", D_T_FMT: "%a %b %e %H:%M:%S %Y",
          D_FMT: "%m/%d/%y", T_FMT: "%H:%M:%S", T_FMT_AMPM: "%I:%M:%S %p", AM_STR: "AM",
          PM_STR: "PM", YESEXPR: "^[yY]", NOEXPR: "^[nN]"}
for _i, _name in enumerate(_DAYS):
    _TEXTS[ABDAY_1 + _i], _TEXTS[DAY_1 + _i] = _name[:3], _name
for _i, _name in enumerate(_MONTHS):
    _TEXTS[ABMON_1 + _i], _TEXTS[MON_1 + _i] = _name[:3], _name
del _i, _name

_names = ["C.UTF-8", "C", "C", "C", "C", "C"]
_plain = {"C": "C", "POSIX": "C", "C.UTF-8": "C.UTF-8", "C.utf8": "C.utf8", "": "C.UTF-8"}


class Error(Exception):
    """A locale that is not there."""


Error.__module__ = "locale"


def setlocale(category, locale=None, /):
    """Chooses the locale of a category, or tells which it is."""
    if not 0 <= category <= LC_ALL:
        raise Error("locale query failed" if locale is None else "unsupported locale setting")
    if locale is not None:
        if locale not in _plain:
            raise Error("unsupported locale setting")
        for i in range(LC_ALL) if category == LC_ALL else (category,):
            _names[i] = _plain[locale]
    if category < LC_ALL:
        return _names[category]
    if len(set(_names)) == 1:
        return _names[0]
    parts = ("LC_CTYPE", "LC_NUMERIC", "LC_TIME", "LC_COLLATE", "LC_MONETARY", "LC_MESSAGES")
    shown = ["%s=%s" % pair for pair in zip(parts, _names)]
    return ";".join(shown + ["LC_%s=C" % part for part in (
        "PAPER", "NAME", "ADDRESS", "TELEPHONE", "MEASUREMENT", "IDENTIFICATION")])


def localeconv():
    """How numbers and amounts are written."""
    found = dict.fromkeys(("int_curr_symbol", "currency_symbol", "mon_decimal_point",
                           "mon_thousands_sep"), "")
    found.update(mon_grouping=[], positive_sign="", negative_sign="")
    found.update(dict.fromkeys(("int_frac_digits", "frac_digits", "p_cs_precedes",
                                "p_sep_by_space", "n_cs_precedes", "n_sep_by_space", "p_sign_posn",
                                "n_sign_posn"), CHAR_MAX))
    found.update(decimal_point=".", thousands_sep="", grouping=[])
    return found


def strcoll(string1, string2, /):
    """Compares by code points: -1, 0 or 1."""
    return (string1 > string2) - (string1 < string2)


def strxfrm(string, /):
    """A key that sorts as strcoll compares."""
    if "\0" in string:
        raise ValueError("embedded null character")
    return string


def nl_langinfo(key, /):
    """A text of the locale."""
    if key not in _TEXTS:
        raise ValueError("unsupported langinfo constant")
    return _TEXTS[key]


def getencoding():
    """What text files are written in unless told."""
    return "UTF-8"
