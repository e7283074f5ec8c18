"""BLAKE2 in its usual form: libcrypto computes it. Keys, salts and other lengths are not to be had there."""

import _hashlib


def _constructor(name, size, salt_size, person_size):
    def construct(data=b"", /, *, digest_size=size, key=b"", salt=b"", person=b"", fanout=1, depth=1,
                  leaf_size=0, node_offset=0, node_depth=0, inner_size=0, last_node=False,
                  usedforsecurity=True):
        if not 1 <= digest_size <= size:
            raise ValueError(f"digest_size must be between 1 and {size} bytes")
        if len(key) > size:
            raise ValueError(f"maximum key length is {size} bytes")
        if len(salt) > salt_size:
            raise ValueError(f"maximum salt length is {salt_size} bytes")
        if len(person) > person_size:
            raise ValueError(f"maximum person length is {person_size} bytes")
        usual = (size, 0, 0, 0, 1, 1, 0, 0, 0, 0, False)
        if (digest_size, len(key), len(salt), len(person), fanout, depth, leaf_size, node_offset, node_depth,
                inner_size, bool(last_node)) != usual:
            raise NotImplementedError(f"ouro has {name} only without parameters (docs/differences.md)")
        return _hashlib.new(name, data)

    construct.__name__ = construct.__qualname__ = name
    construct.MAX_DIGEST_SIZE = construct.MAX_KEY_SIZE = size
    construct.SALT_SIZE, construct.PERSON_SIZE = salt_size, person_size
    return construct


blake2b = _constructor("blake2b", 64, 16, 16)
blake2s = _constructor("blake2s", 32, 8, 8)
