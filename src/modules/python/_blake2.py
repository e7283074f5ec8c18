"""BLAKE2 (RFC 7693). Its usual form is libcrypto's; keys, salts, other lengths and trees of hashes, which are
not to be had there, are computed here, some 10,000 blocks a second."""

import _hashlib

_SIGMA = [
    (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15),
    (14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3),
    (11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4),
    (7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8),
    (9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13),
    (2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9),
    (12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11),
    (13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10),
    (6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5),
    (10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0),
]
_LANES = [(0, 4, 8, 12), (1, 5, 9, 13), (2, 6, 10, 14), (3, 7, 11, 15),
          (0, 5, 10, 15), (1, 6, 11, 12), (2, 7, 8, 13), (3, 4, 9, 14)]
_START = [0x6a09e667f3bcc908, 0xbb67ae8584caa73b, 0x3c6ef372fe94f82b, 0xa54ff53a5f1d36f1,
          0x510e527fade682d1, 0x9b05688c2b3e6c1f, 0x1f83d9abfb41bd6b, 0x5be0cd19137e2179]


class _Variant:
    """What tells blake2b from blake2s: words of 64 or 32 bits."""

    def __init__(self, bits, rounds, turns):
        self.bits = bits
        self.rounds = rounds
        self.turns = turns
        self.mask = (1 << bits) - 1
        self.start = [word >> 64 - bits for word in _START]
        self.block_size = bits * 2

    def compress(self, state, block, total, is_last, is_last_node):
        """One block into the state."""
        bits, mask = self.bits, self.mask
        r1, r2, r3, r4 = self.turns
        l1, l2, l3, l4 = bits - r1, bits - r2, bits - r3, bits - r4
        size = bits // 8
        words = [int.from_bytes(block[i:i + size], "little") for i in range(0, self.block_size, size)]
        v = state + self.start
        v[12] ^= total & mask
        v[13] ^= total >> bits
        if is_last:
            v[14] ^= mask
            if is_last_node:
                v[15] ^= mask
        for turn in range(self.rounds):
            order = iter(_SIGMA[turn % 10])
            for a, b, c, d in _LANES:
                x = v[a] + v[b] + words[next(order)] & mask
                z = v[d] ^ x
                z = (z >> r1 | z << l1) & mask
                w = v[c] + z & mask
                y = v[b] ^ w
                y = (y >> r2 | y << l2) & mask
                v[a] = x = x + y + words[next(order)] & mask
                z ^= x
                v[d] = z = (z >> r3 | z << l3) & mask
                v[c] = w = w + z & mask
                y ^= w
                v[b] = (y >> r4 | y << l4) & mask
        for i in range(8):
            state[i] ^= v[i] ^ v[i + 8]


_VARIANTS = {"blake2b": _Variant(64, 12, (32, 24, 16, 63)), "blake2s": _Variant(32, 10, (16, 12, 8, 7))}


class _Hash:
    """A hash with parameters of its own."""

    def __init__(self, name, size, parameters, is_last_node):
        self.name = name
        self.digest_size = size
        self._variant = variant = _VARIANTS[name]
        self.block_size = variant.block_size
        self._is_last_node = is_last_node
        step = variant.bits // 8
        self._state = [word ^ int.from_bytes(parameters[i * step:i * step + step], "little")
                       for i, word in enumerate(variant.start)]
        self._pending = b""
        self._total = 0

    def update(self, data, /):
        """More of the text."""
        if isinstance(data, str):
            raise TypeError("Strings must be encoded before hashing")
        pending = self._pending + bytes(memoryview(data))
        size, at = self.block_size, 0
        while len(pending) - at > size:
            self._total += size
            self._variant.compress(self._state, pending[at:at + size], self._total, False, False)
            at += size
        self._pending = pending[at:]

    def digest(self):
        """The hash of what came so far."""
        state = list(self._state)
        self._variant.compress(state, self._pending.ljust(self.block_size, b"\0"), self._total + len(self._pending),
                               True, self._is_last_node)
        step = self._variant.bits // 8
        return b"".join(word.to_bytes(step, "little") for word in state)[:self.digest_size]

    def hexdigest(self):
        return self.digest().hex()

    def copy(self):
        """A hash that goes on from here on its own."""
        twin = object.__new__(_Hash)
        twin.__dict__.update(self.__dict__)
        twin._state = list(self._state)
        return twin

    def __repr__(self):
        return f"<_blake2.{self.name} object at {id(self):#x}>"


def _constructor(name, size, salt_size, person_size):
    node_max = 64 if name == "blake2b" else 48

    def construct(data=b"", /, *, digest_size=size, key=b"", salt=b"", person=b"", fanout=1, depth=1,
                  leaf_size=0, node_offset=0, node_depth=0, inner_size=0, last_node=False,
                  usedforsecurity=True):
        if not 1 <= digest_size <= size:
            raise ValueError(f"digest_size for {name.capitalize().replace('b2', 'B2')} must be between 1 and "
                             f"{size} bytes, here it is {digest_size}")
        if len(salt) > salt_size:
            raise ValueError(f"maximum salt length is {salt_size} bytes")
        if len(person) > person_size:
            raise ValueError(f"maximum person length is {person_size} bytes")
        if not 0 <= fanout <= 255:
            raise ValueError("fanout must be between 0 and 255")
        if not 1 <= depth <= 255:
            raise ValueError("depth must be between 1 and 255")
        if leaf_size < 0:
            raise ValueError("value must be positive")
        if leaf_size >> 32:
            raise OverflowError("leaf_size is too large")
        if node_offset < 0:
            raise ValueError("value must be positive")
        if node_offset >> node_max:
            raise OverflowError("node_offset is too large")
        if not 0 <= node_depth <= 255:
            raise ValueError("node_depth must be between 0 and 255")
        if not 0 <= inner_size <= size:
            raise ValueError(f"inner_size must be between 0 and is {size}")
        if len(key) > size:
            raise ValueError(f"maximum key length is {size} bytes")
        usual = (size, 0, 0, 0, 1, 1, 0, 0, 0, 0, False)
        if (digest_size, len(key), len(salt), len(person), fanout, depth, leaf_size, node_offset, node_depth,
                inner_size, bool(last_node)) == usual:
            return _hashlib.new(name, data)
        parameters = bytes([digest_size, len(key), fanout, depth]) + leaf_size.to_bytes(4, "little")
        parameters += node_offset.to_bytes(node_max // 8, "little") + bytes([node_depth, inner_size])
        parameters += bytes(14 if name == "blake2b" else 0)
        parameters += bytes(salt).ljust(salt_size, b"\0") + bytes(person).ljust(person_size, b"\0")
        result = _Hash(name, digest_size, parameters, bool(last_node))
        if key:
            result.update(bytes(key).ljust(result.block_size, b"\0"))
        result.update(data)
        return result

    construct.__name__ = construct.__qualname__ = name
    construct.MAX_DIGEST_SIZE = construct.MAX_KEY_SIZE = size
    construct.SALT_SIZE, construct.PERSON_SIZE = salt_size, person_size
    return construct


blake2b = _constructor("blake2b", 64, 16, 16)
blake2s = _constructor("blake2s", 32, 8, 8)
