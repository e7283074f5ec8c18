# A missing file is reported in the name of ouro; a folder with __main__.py in it cannot be run; a NUL byte is an
# error wherever it stands, while CPython ignores the rest of that line.
try: exec("print(1)\0")
except (ValueError, SyntaxError) as e: print(e)
