# multiprocessing without forkserver, and without what ctypes would give.
import multiprocessing
print(multiprocessing.get_all_start_methods())
try: multiprocessing.get_context("forkserver")
except ValueError as e: print(e)
try: print(multiprocessing.Value("i", 5).value)
except ImportError as e: print(e)
