"""io: a file that nobody closed when the program ends, and a log that is written while it ends."""
import builtins
import logging
import os
import tempfile

folder = tempfile.mkdtemp()
path = os.path.join(folder, "log")


class Late:
    def __del__(self):
        logging.error("written by a finalizer")


logging.basicConfig(filename=path, encoding="utf-8")
logging.error("written by the program")
late = Late()
left_open = open(os.path.join(folder, "open"), "w")
left_open.write("kept in the buffer")
print("ends")
os.unlink(left_open.name)
os.unlink(path)
os.rmdir(folder)
del builtins.open
