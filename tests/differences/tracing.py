# sys.settrace and sys.setprofile are refused.
import sys
try: sys.settrace(lambda *a: None); print("set"); sys.settrace(None)
except Exception as e: print(type(e).__name__, e)
