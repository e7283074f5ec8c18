# Files whose encoding only the codecs module knows, and those with a byte order mark.
import io
import os
import tempfile

with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "text")
    for encoding in ("utf-8-sig", "iso-8859-15", "cp1250", "cp437", "koi8-r", "mac_roman", "gbk", "shift_jis", "big5", "utf-16", "utf-32-be"):
        with open(path, "w", encoding=encoding) as file:
            file.write("first\nsecond ")
            print(encoding, file.encoding, file.write("line\nlast"))
        with open(path, "a", encoding=encoding) as file:
            print(" and more", file=file)
        with open(path, "rb") as file:
            print(file.read())
        with open(path, encoding=encoding) as file:
            print([file.read(3), file.readline(), list(file), file.read()])
for encoding in ("iso-8859-15", "gb18030", "cp1252", "euc_jp", "nonsense"):
    try:
        data = io.BytesIO()
        text = io.TextIOWrapper(data, encoding=encoding, newline="\r\n", errors="replace")
        text.write("a\u20ac\u4e2d\n")
        text.write("b")
        text.flush()
        print(encoding, data.getvalue())
        data.seek(0)
        text = io.TextIOWrapper(data, encoding=encoding)
        print(ascii(text.readline()), ascii(text.read(1)), ascii(text.read()))
    except LookupError as error:
        print(error)
try:
    io.TextIOWrapper(io.BytesIO(), encoding="cp437", errors="strict").write("\u4e2d")
except UnicodeEncodeError as error:
    print(error)
try:
    print(ascii(io.TextIOWrapper(io.BytesIO(b"a\x81"), encoding="cp1252").read()))
except UnicodeDecodeError as error:
    print(error)
