"""tarfile, zipfile and shutil with every compression."""
import hashlib, io, os, random, shutil, tarfile, tempfile, zipfile

r = random.Random(3)
files = {"a.txt": b"hello\n" * 500, "deep/b.bin": bytes(r.randrange(256) for i in range(5000)), "deep/er/c": b"",
         "long/" + "x" * 120 + "/" + "y" * 100: b"long names", "é.txt": "ü".encode()}


def digest(folder):
    found = []
    for where, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            path = os.path.join(where, name)
            with open(path, "rb") as f:
                found.append((os.path.relpath(path, folder)[:20], hashlib.md5(f.read()).hexdigest()[:8]))
    return found


for mode in ("w", "w:gz", "w:bz2", "w:xz", "w|", "w|gz", "w|bz2", "w|xz"):
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode=mode) as tar:
        for name, content in files.items():
            info = tarfile.TarInfo(name)
            info.size, info.mtime, info.mode = len(content), 1000000000, 0o640
            tar.addfile(info, io.BytesIO(content))
        link = tarfile.TarInfo("link")
        link.type, link.linkname = tarfile.SYMTYPE, "a.txt"
        tar.addfile(link)
    size = len(stream.getvalue())
    read_mode = mode.replace("w", "r") if "|" in mode else "r:*"
    stream.seek(0)
    with tarfile.open(fileobj=stream, mode=read_mode) as tar:
        for member in tar:
            content = tar.extractfile(member).read() if member.isfile() else None
            if content is not None and content != files[member.name]:
                print("differs", member.name)
            if mode == "w:xz":
                print(member.name[:30], member.size, oct(member.mode), member.type, member.linkname)
    print(mode, size if mode in ("w", "w|") else size < 12000)

for method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as z:
        for name, content in files.items():
            z.writestr(zipfile.ZipInfo(name, (2020, 1, 2, 3, 4, 6)), content, compress_type=method)
    with zipfile.ZipFile(stream) as z:
        print(method, len(stream.getvalue()), z.testzip(), all(z.read(n) == c for n, c in files.items()))
        print([(i.filename[:12], i.compress_size, i.file_size, i.CRC) for i in z.infolist()])
        with z.open("a.txt") as f:
            print(f.readline(), f.seek(100), f.read(9))

with tempfile.TemporaryDirectory() as folder:
    source = os.path.join(folder, "source")
    for name, content in files.items():
        path = os.path.join(source, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as f:
            f.write(content)
    print([name for name, text in shutil.get_archive_formats()])
    for kind in ("tar", "gztar", "bztar", "xztar", "zip"):
        made = shutil.make_archive(os.path.join(folder, "made"), kind, source)
        target = os.path.join(folder, "out-" + kind)
        shutil.unpack_archive(made, target)
        print(os.path.basename(made), digest(target) == digest(source), len(digest(target)))
    with open(os.path.join(folder, "bad.tar"), "wb") as f:
        f.write(b"no archive" * 100)
    for how in (lambda: tarfile.open(os.path.join(folder, "bad.tar")), lambda: zipfile.ZipFile(os.path.join(folder, "bad.tar")),
                lambda: tarfile.open(os.path.join(folder, "bad.tar"), "r:xz"),
                lambda: tarfile.open(os.path.join(folder, "bad.tar"), "r:bz2")):
        try:
            how()
        except Exception as e:
            print(type(e).__name__, e)
