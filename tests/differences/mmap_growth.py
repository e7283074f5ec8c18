# A shared anonymous map cannot grow; CPython 3.11 lets it, and dies when the new part is touched.
import mmap
try: print(mmap.mmap(-1, 4096).resize(8192))
except ValueError as e: print(e)
