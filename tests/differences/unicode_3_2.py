"""The data of Unicode 3.2 are the newer ones: CPython prints Cn, since the character came later."""
import unicodedata

print(unicodedata.ucd_3_2_0.category("\N{GRINNING FACE}"))
