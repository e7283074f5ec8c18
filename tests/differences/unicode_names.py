# Names of characters are not known: "\N{BULLET}" is a SyntaxError, unicodedata is missing.
try: exec(r'print("\N{BULLET}" == "\u2022")')
except SyntaxError as e: print(e.msg)
