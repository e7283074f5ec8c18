# Files take built-in encodings only; codecs.open takes all.
import codecs, io, os, tempfile
try: print(io.TextIOWrapper(io.BytesIO(b"a\x81"), encoding="cp437").read())
except LookupError as e: print("LookupError", e)
descriptor, path = tempfile.mkstemp()
os.write(descriptor, "\u65e5\u672c".encode("shift_jis"))
os.close(descriptor)
with codecs.open(path, encoding="shift_jis") as file: print(ascii(file.read()))
os.remove(path)
