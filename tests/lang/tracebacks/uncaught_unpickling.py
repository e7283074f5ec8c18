import copy, pickle

class A:

    def __reduce__(self):
        return 5
try:
    copy.copy(A())
except Exception as e:
    print(type(e).__name__, e)
pickle.dumps(lambda: 1) if 0 else None

def mk():
    return lambda: 1
try:
    pickle.dumps(mk())
except Exception as e:
    print(type(e).__name__, e)

class B:
    pass
try:
    pickle.loads(b'\x80\x04\x95\x14\x00\x00\x00\x00\x00\x00\x00\x8c\x08__main__\x94\x8c\x03Zzz\x94\x93\x94.')
except Exception as e:
    print(type(e).__name__, str(e)[:40])
pickle.loads(b'garbage')
