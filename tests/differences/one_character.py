# Equal one-character constants are always one object; in CPython 3.11 a literal may be another one than chr() gives.
print(chr(97) is "xa"[1])
