"""Codecs that switch between character sets: hz and the ISO 2022 family. Their state is a few bytes."""
import _codecs_cn, _codecs_jp, _codecs_kr
from _multibytecodec import _ILLEGAL, _INCOMPLETE, MultibyteCodec


class HZ(MultibyteCodec):
    """State: one byte, 1 between ~{ and ~}."""

    def __init__(self, name):
        super().__init__(name, None, None)
        self._set = _codecs_cn.getcodec("gb2312")

    def start(self):
        return bytes(1)

    def reset_bytes(self, state):
        return (b"~}" if state[0] else b""), bytes(1)

    def decode_step(self, data, at, out, state):
        size = len(data)
        while at < size:
            byte = data[at]
            if byte == 0x7e:
                if at + 1 >= size:
                    return at, size, _INCOMPLETE, state
                what = data[at + 1:at + 2]
                if what == b"~" and not state[0]:
                    out.append("~")
                elif what == b"{" and not state[0]:
                    state = b"\1"
                elif what == b"}" and state[0]:
                    state = b"\0"
                elif what != b"\n":
                    return at, at + 1, _ILLEGAL, state
                at += 2
            elif byte & 0x80:
                return at, at + 1, _ILLEGAL, state
            elif not state[0]:
                out.append(chr(byte))
                at += 1
            else:
                if at + 1 >= size:
                    return at, size, _INCOMPLETE, state
                text = self._set._text_of(bytes([byte | 0x80, data[at + 1] | 0x80]))
                if text is None:
                    return at, at + 1, _ILLEGAL, state
                out.append(text)
                at += 2
        return at, at, None, state

    def encode_step(self, text, at, out, state, final):
        for at in range(at, len(text)):
            character = text[at]
            if character < "\x80":
                if state[0]:
                    out.append(b"~}")
                    state = b"\0"
                out.append(b"~~" if character == "~" else character.encode())
                continue
            data = self._set._bytes_of(character)
            if data is None:
                return at, at + 1, _ILLEGAL, state
            if not state[0]:
                out.append(b"~{")
                state = b"\1"
            out.append(bytes(byte & 0x7f for byte in data))
        return len(text), len(text), None, state


class _Ascii:
    width = 1

    def encode(self, character):
        return character.encode() if character < "\x80" else None

    def decode(self, data):
        return data.decode("ascii")


class _Roman(_Ascii):
    def encode(self, character):
        if character in "\xa5\u203e":
            return b"\\" if character == "\xa5" else b"~"
        return character.encode() if character < "\x80" and character not in "\\~" else None

    def decode(self, data):
        return {b"\\": "\xa5", b"~": "\u203e"}.get(data) or data.decode("ascii")


class _Katakana:
    width = 1

    def encode(self, character):
        return bytes([ord(character) - 0xff40]) if "\uff61" <= character <= "\uff9f" else None

    def decode(self, data):
        return chr(data[0] + 0xff40) if 0x21 <= data[0] <= 0x5f else None


class _Pairs:
    """94 by 94 characters: as the EUC codec of the country has them, behind a prefix."""
    width = 2

    def __init__(self, codec, prefix=b""):
        self.codec, self.prefix = codec, prefix

    def encode(self, text):
        data = self.codec._bytes_of(text)
        if not data or not data.startswith(self.prefix) or len(data) != len(self.prefix) + 2 or \
                (not self.prefix and data[0] < 0xa1):
            return None
        return bytes(byte & 0x7f for byte in data[len(self.prefix):])

    def decode(self, data):
        return self.codec._text_of(self.prefix + bytes(byte | 0x80 for byte in data))


class _Upper:
    """The upper half of an 8-bit set, reached by ESC N. It is only read."""
    width = 1

    def __init__(self, encoding):
        self.encoding = encoding

    def decode(self, data):
        try:
            return bytes([data[0] | 0x80]).decode(self.encoding)
        except UnicodeDecodeError:
            return None


def _sets():
    japanese, korean, chinese = _codecs_jp.getcodec("euc_jp"), _codecs_kr.getcodec("euc_kr"), _codecs_cn.getcodec("gb2312")
    old, new = _codecs_jp.getcodec("euc_jisx0213"), _codecs_jp.getcodec("euc_jis_2004")
    kanji = _Pairs(japanese)
    return {b"(B": _Ascii(), b"(J": _Roman(), b"(I": _Katakana(), b"$B": kanji, b"$@": kanji,
            b"$(D": _Pairs(japanese, b"\x8f"), b"$A": _Pairs(chinese), b"$(C": _Pairs(korean), b"$)C": _Pairs(korean),
            b"$(O": _Pairs(old), b"$(Q": _Pairs(new), b"$(P": _Pairs(new, b"\x8f"),
            b".A": _Upper("iso8859_1"), b".F": _Upper("iso8859_7")}


_known = {}
_USED = {
    "iso2022_jp": (b"$B", b"(J", b"$@"),
    "iso2022_jp_1": (b"$B", b"$(D", b"(J", b"$@"),
    "iso2022_jp_2": (b"$B", b"$(D", b"$(C", b"$A", b"(J", b"$@", b".A", b".F"),
    "iso2022_jp_2004": (b"$B", b"$(Q", b"$(P"),
    "iso2022_jp_3": (b"$B", b"$(O", b"$(P"),
    "iso2022_jp_ext": (b"$B", b"$(D", b"(J", b"(I", b"$@"),
    "iso2022_kr": (b"$)C",),
}


class ISO2022(MultibyteCodec):
    """State: numbers of the sets in G0 and G2 (or G1) among those of the codec, 0 for ASCII or none, and
    whether SO is in force."""

    def __init__(self, name):
        super().__init__(name, None, None)
        if not _known:
            _known.update(_sets())
        self._names = (b"(B",) + _USED[name]
        self._tables = [_known[one] for one in self._names]
        self._shifts = name == "iso2022_kr"

    def start(self):
        return bytes(3)

    def reset_bytes(self, state):
        out = b"\x0f" if state[2] else b""
        return out + (b"\x1b(B" if state[0] else b""), bytes([0, state[1] if self._shifts else 0, 0])

    # ---- decoding ----

    def _escape(self, data, at):
        """What begins with ESC: (number of the set, its length), or None with a reason."""
        for length in (3, 4):
            if data[at + 1:at + length] in self._names:
                return self._names.index(data[at + 1:at + length]), length
        rest = data[at + 1:]
        if len(rest) < 3 and any(one.startswith(rest) for one in self._names + (b"N",)):
            return None, _INCOMPLETE
        return None, _ILLEGAL

    def decode_step(self, data, at, out, state):
        size = len(data)
        g0, g2, shifted = state
        while at < size:
            byte, back = data[at], bytes([g0, g2, shifted])
            if byte == 0x1b and data[at + 1:at + 2] == b"N" and g2 and not self._shifts:
                if at + 2 >= size:
                    return at, size, _INCOMPLETE, back
                text = self._tables[g2].decode(data[at + 2:at + 3])
                if text is None:
                    return at, at + 1, _ILLEGAL, back
                out.append(text)
                at += 3
            elif byte == 0x1b and data[at + 1:at + 2] and data[at + 1] not in b"($).&N":
                out.append("\x1b")
                at += 1
            elif byte == 0x1b:
                number, length = self._escape(data, at)
                if number is None:
                    return at, size if length is _INCOMPLETE else at + 1, length, back
                if self._names[number][:1] == b"." or self._shifts and number:
                    g2 = number
                else:
                    g0 = number
                at += length
            elif byte in (0x0e, 0x0f) and self._shifts:
                shifted = int(byte == 0x0e)
                at += 1
            elif byte & 0x80:
                return at, at + 1, _ILLEGAL, back
            elif byte < 0x20:
                if byte == 0x0a:
                    shifted = 0
                    g2 = g2 if self._shifts else 0
                out.append(chr(byte))
                at += 1
            else:
                table = self._tables[g2 if shifted else g0]
                if at + table.width > size:
                    return at, size, _INCOMPLETE, back
                text = table.decode(data[at:at + table.width])
                if text is None:
                    return at, at + table.width, _ILLEGAL, back
                out.append(text)
                at += table.width
        return at, at, None, bytes([g0, g2, shifted])

    # ---- encoding ----

    def _find(self, character):
        for number, table in enumerate(self._tables):
            data = table.encode(character) if self._names[number][:1] != b"." else None
            if data is not None:
                return number, data
        return None, None

    def encode_step(self, text, at, out, state, final):
        g0, g2, shifted = state
        for at in range(at, len(text)):
            number, data = self._find(text[at])
            if number is None:
                return at, at + 1, _ILLEGAL, bytes([g0, g2, shifted])
            name = self._names[number]
            if self._shifts:
                if number and not g2:
                    out.append(b"\x1b$)C")
                    g2 = 1
                if bool(number) != bool(shifted):
                    out.append(b"\x0e" if number else b"\x0f")
                    shifted = int(bool(number))
            elif g0 != number:
                out.append(b"\x1b" + name)
                g0 = number
            out.append(data)
        return len(text), len(text), None, bytes([g0, g2, shifted])


_made = {}


def codec(name):
    if name not in _made:
        _made[name] = ISO2022(name)
    return _made[name]
