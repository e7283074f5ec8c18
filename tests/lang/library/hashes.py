import hashlib, hmac, uuid, secrets
for n in sorted(hashlib.algorithms_guaranteed):
    h=hashlib.new(n,b"abc"); print(n,h.name,h.digest_size,h.block_size, h.hexdigest(8) if n.startswith("shake") else h.hexdigest())
h=hashlib.sha256(); h.update(b"a"); c=h.copy(); c.update(b"b"); print(h.hexdigest()[:8], c.hexdigest()[:8], hashlib.sha256(b"ab").digest()==c.digest())
print(hmac.new(b"k",b"m","sha256").hexdigest(), hmac.compare_digest("a","a"), hmac.digest(b"k",b"m","md5"))
try: hashlib.md5("x")
except TypeError as e: print(e)
try: hashlib.new("nope")
except ValueError as e: print(e)
print(hashlib.pbkdf2_hmac("sha1",b"p",b"s",10).hex(), hashlib.scrypt(b"p",salt=b"s",n=16,r=1,p=1,dklen=8).hex())
print(uuid.uuid5(uuid.NAMESPACE_DNS,"x"), uuid.UUID(int=5), uuid.uuid4().version, uuid.uuid3(uuid.NAMESPACE_URL,"y"))
print(len(secrets.token_hex()))
import io; print(hashlib.file_digest(io.BytesIO(b"abc"),"md5").hexdigest())
print(hashlib.md5(b"a",usedforsecurity=False).hexdigest())
