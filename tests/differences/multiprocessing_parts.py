# multiprocessing without forkserver.
import multiprocessing
print(multiprocessing.get_all_start_methods())
try: multiprocessing.get_context("forkserver")
except ValueError as e: print(e)
