# Modules of the standard library that are not there.
for name in ("asyncio", "ctypes", "socket", "ssl", "subprocess", "multiprocessing", "signal", "select", "sqlite3", "tkinter", "unittest", "argparse", "pickle", "decimal", "datetime", "unicodedata", "zlib", "csv", "tempfile", "shutil", "pathlib", "hashlib", "urllib", "xml", "email", "http", "ast", "dis", "cProfile", "pdb", "doctest", "bisect", "string", "re", "os"):
    try: __import__(name); print(name, "is there")
    except ImportError as e: print(name, "is missing")
