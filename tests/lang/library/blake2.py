"""BLAKE2 with digest sizes, keys, salts, persons, trees; random parameters and texts."""
import hashlib
import random

random.seed(20)
for make in hashlib.blake2b, hashlib.blake2s:
    print(make.MAX_DIGEST_SIZE, make.MAX_KEY_SIZE, make.SALT_SIZE, make.PERSON_SIZE)
    print(make(b"abc").hexdigest())
    print(make(b"abc", digest_size=16).hexdigest())
    print(make(digest_size=1).digest())
    print(make(b"text", key=b"secret").hexdigest())
    for length in 0, 1, 63, 64, 65, 127, 128, 129, 255, 256, 257, 1000:
        text = bytes(random.randrange(256) for _ in range(length))
        options = {"digest_size": random.randint(1, make.MAX_DIGEST_SIZE),
                   "key": random.randbytes(random.randint(0, make.MAX_KEY_SIZE)),
                   "salt": random.randbytes(random.randint(0, make.SALT_SIZE)),
                   "person": random.randbytes(random.randint(0, make.PERSON_SIZE)),
                   "fanout": random.randint(0, 255), "depth": random.randint(1, 255),
                   "leaf_size": random.getrandbits(32), "node_offset": random.getrandbits(40),
                   "node_depth": random.randint(0, 255), "inner_size": random.randint(0, make.MAX_DIGEST_SIZE),
                   "last_node": random.random() < 0.5}
        whole = make(text, **options)
        parts = make(**options)
        at = 0
        while at < length:
            step = random.randint(1, 200)
            parts.update(text[at:at + step])
            at += step
        twin = parts.copy()
        twin.update(b"more")
        print(length, whole.hexdigest(), whole.digest() == parts.digest(), twin.hexdigest() != whole.hexdigest(),
              whole.name, whole.digest_size, whole.block_size)
    for options in ({"digest_size": 0}, {"digest_size": 65}, {"key": b"k" * 65}, {"salt": b"s" * 17},
                    {"person": b"p" * 17}, {"fanout": -1}, {"fanout": 256}, {"depth": 0}, {"depth": 256},
                    {"leaf_size": -1}, {"leaf_size": 1 << 32}, {"node_offset": -1}, {"node_offset": 1 << 64},
                    {"node_depth": 256}, {"inner_size": 65}):
        try:
            print(options, make(b"", **options).hexdigest())
        except (ValueError, OverflowError) as error:
            print(options, type(error).__name__)
    for data in "text", 5:
        try:
            make(data, digest_size=8)
        except TypeError as error:
            print(type(error).__name__)
print(hashlib.new("blake2b", b"abc", digest_size=20).hexdigest())
