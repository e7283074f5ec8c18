"""io: a file that nobody closed when the program ends, and a log that is written while it ends."""
import builtins
import logging
import os


class Late:
    def __del__(self):
        logging.error("written by a finalizer")


logging.basicConfig(filename=os.devnull, encoding="utf-8")
logging.error("written by the program")
late = Late()
left_open = open(os.devnull, "w")
left_open.write("kept in the buffer")
print("ends")
del builtins.open
