# One interpreter runs one thread.
import threading
try:
    t = threading.Thread(target=print, args=("in a thread",)); t.start(); t.join()
except Exception as e: print(type(e).__name__, e)
