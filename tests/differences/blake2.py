# BLAKE2 comes from libcrypto, which computes its usual form only.
import hashlib
print(hashlib.blake2b(b"abc").hexdigest())
try: print(hashlib.blake2b(b"abc", digest_size=16).hexdigest())
except NotImplementedError as e: print(e)
