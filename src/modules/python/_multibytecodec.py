"""_multibytecodec: codecs of several bytes a character, over the C library's character sets. Characters are
looked up one by one, and remembered; what differs from CPython's tables stands in _multibytetables."""
import re as _re
from _iconv import Converter as _Converter
from codecs import lookup_error as _lookup_error

_ILLEGAL, _INCOMPLETE = "illegal multibyte sequence", "incomplete multibyte sequence"
_ascii_bytes, _ascii_text = _re.compile(rb"[\0-\x7f]+"), _re.compile("[\0-\x7f]+")
_roman_bytes, _roman_text = _re.compile(rb"[\0-\[\]-}\x7f]+"), _re.compile(r"[\0-\[\]-}\x7f]+")


class MultibyteCodec:
    """A codec without state: each sequence of bytes stands for the same characters wherever it is."""

    def __init__(self, name, charset, lengths, decoded=(), encoded=(), joins="", singles=(), further=None,
                 compose=None, split=None, is_roman=False):
        """singles: bytes from 0x80 that stand alone. further: another set, for what this one lacks. compose and
        split: functions for characters made of several sequences. is_roman: two ASCII characters are not there."""
        self.name, self._charset, self._lengths, self._joins = name, charset, lengths, joins
        self._known_bytes, self._known_text = dict(decoded), dict(encoded)
        self._further, self._compose, self._split = further, compose, split
        self._singles, self._converters = singles, {}
        self._ascii_bytes, self._ascii_text = (_roman_bytes, _roman_text) if is_roman else (_ascii_bytes, _ascii_text)

    # ---- one character ----

    def _ask(self, to, origin, data):
        try:
            converter = self._converters[to, origin]
        except KeyError:
            converter = self._converters[to, origin] = _Converter(to, origin)
        return converter.convert(data)

    def _ask_bytes(self, sequence):
        if len(sequence) == 1:
            if sequence not in self._singles:
                return None
        elif self._ask("UTF-32LE", self._charset, sequence[:1]):
            return None  # two characters, one byte each
        elif len(sequence) > 4:
            return self._compose(self, sequence) if self._compose else None
        data = self._ask("UTF-32LE", self._charset, sequence)
        if not data and self._further and not self._ask("UTF-32LE", self._further, sequence[:1]):
            data = self._ask("UTF-32LE", self._further, sequence)
        return data.decode("utf-32-le") if data else None

    def _text_of(self, sequence):
        try:
            return self._known_bytes[sequence]
        except KeyError:
            text = self._known_bytes[sequence] = self._ask_bytes(sequence)
            return text

    def _ask_text(self, text):
        if "\ud800" <= text[0] <= "\udfff":
            return None
        wide = text.encode("utf-32-le")
        for charset in (self._charset, self._further):
            data = self._ask(charset, "UTF-32LE", wide) if charset else None
            if data and (len(data) > 1 or data in self._singles):
                return data
        return self._split(self, text) if self._split else None

    def _bytes_of(self, text):
        try:
            return self._known_text[text]
        except KeyError:
            data = self._known_text[text] = self._ask_text(text)
            return data

    def joined(self, pair):
        """What two characters are as one; None: they stay two."""
        data = self._bytes_of(pair)
        one = self._bytes_of(pair[0])
        return None if data is None or one is None or data.startswith(one) else data

    def waits(self, text):
        """May the last character be joined with what comes?"""
        return bool(text and self._joins and text[-1] not in self._joins and
                    any(self.joined(text[-1] + mark) for mark in self._joins))

    # ---- state: none ----

    def start(self):
        return None

    def reset_bytes(self, state):
        return b"", state

    # ---- steps ----

    def decode_step(self, data, at, out, state):
        """Appends text from there on; where it stopped, and why: an end without a reason is the end."""
        size, known, lengths = len(data), self._known_bytes, self._lengths
        while at < size:
            run = self._ascii_bytes.match(data, at)
            if run:
                out.append(run[0].decode("ascii"))
                at = run.end()
                continue
            sequence = data[at:at + 1]
            if self._text_of(sequence) is None:
                length = lengths(data, at, size)
                sequence = data[at:at + length]
                if length < 0:
                    return at, at + 1, _ILLEGAL, state
                if length == 0 or len(sequence) < length:
                    return at, size, _INCOMPLETE, state
                if self._text_of(sequence) is None:
                    return at, at + 1, _ILLEGAL, state
            out.append(known[sequence])
            at += len(sequence)
        return at, at, None, state

    def encode_step(self, text, at, out, state, final):
        """The same for text. What may be joined with what comes next waits for it unless this is the end."""
        size, known, joins = len(text), self._known_text, self._joins
        while at < size:
            run = self._ascii_text.match(text, at)
            if run:
                out.append(run[0].encode("ascii"))
                at = run.end()
                continue
            character = text[at]
            if joins and at + 1 < size and text[at + 1] in joins:
                both = self.joined(text[at:at + 2])
                if both is not None:
                    out.append(both)
                    at += 2
                    continue
            data = known.get(character) or self._bytes_of(character)
            if data is None:
                return at, at + 1, _ILLEGAL, state
            out.append(data)
            at += 1
        return at, at, None, state

    # ---- whole texts ----

    def _decode(self, data, errors, final, state):
        out, at = [], 0
        while True:
            at, end, reason, state = self.decode_step(data, at, out, state)
            if reason is None or (reason is _INCOMPLETE and not final):
                return "".join(out), at, state
            if errors == "ignore":
                at = end
            elif errors == "replace":
                out.append("\ufffd")
                at = end
            else:
                error = UnicodeDecodeError(self.name, data, at, end, reason)
                if errors == "strict":
                    raise error
                text, at = _handled(error, errors, len(data), "decoding error handler must return (str, int) tuple")
                if not isinstance(text, str):
                    raise TypeError("decoding error handler must return (str, int) tuple")
                out.append(text)

    def _encode(self, text, errors, final, state):
        out, at = [], 0
        while True:
            at, end, reason, state = self.encode_step(text, at, out, state, final)
            if reason is None:
                return b"".join(out), at, state
            if errors == "ignore":
                at = end
            elif errors == "replace":
                at, _, failed, state = end, *self.encode_step("?", 0, out, state, True)[1:]
            else:
                error = UnicodeEncodeError(self.name, text, at, end, reason)
                if errors == "strict":
                    raise error
                made, at = _handled(error, errors, len(text), "encoding error handler must return (str, int) tuple")
                if isinstance(made, str):
                    made, _, state = self._encode(made, "strict", True, state)
                elif not isinstance(made, bytes):
                    raise TypeError("encoding error handler must return (str, int) tuple")
                out.append(made)

    def encode(self, input, errors=None):
        text = input if isinstance(input, str) else str(input)
        data, used, state = self._encode(text, errors or "strict", True, self.start())
        return data + self.reset_bytes(state)[0], len(text)

    def decode(self, input, errors=None):
        if isinstance(input, str):
            raise TypeError("a bytes-like object is required, not 'str'")
        data = bytes(memoryview(input))
        text = self._decode(data, errors or "strict", True, self.start())[0]
        return text, len(data)




def _handled(error, errors, size, wording):
    answer = _lookup_error(errors)(error)
    if not isinstance(answer, tuple) or len(answer) != 2 or not isinstance(answer[1], int):
        raise TypeError(wording)
    made, at = answer
    if at < 0:
        at += size
    if not 0 <= at <= size:
        raise IndexError("position %d from error handler out of bounds" % at)
    return made, at


def _codec_of(self):
    codec = self.codec
    if not isinstance(codec, MultibyteCodec):
        raise TypeError("codec is unexpected type")
    return codec


class _WithErrors:
    """The name of the error handler, which cannot be deleted."""

    @property
    def errors(self):
        return self._errors

    @errors.setter
    def errors(self, name):
        if not isinstance(name, str):
            raise TypeError("errors must be a string")
        self._errors = name


class MultibyteIncrementalEncoder(_WithErrors):
    def __init__(self, errors="strict"):
        self.errors, self._codec = errors, _codec_of(self)
        self._pending, self._state = "", self._codec.start()

    def encode(self, input, final=False):
        text, kept = self._pending + (input if isinstance(input, str) else str(input)), ""
        if not final and self._codec.waits(text):
            text, kept = text[:-1], text[-1]
        data, at, self._state = self._codec._encode(text, self.errors, final, self._state)
        self._pending = kept
        if final:
            more, self._state = self._codec.reset_bytes(self._state)
            data += more
        return data

    def reset(self):
        self._pending, self._state = "", self._codec.start()

    def getstate(self):
        packed = self._pending.encode()
        number = int.from_bytes(_packed(self._state) + packed + bytes([len(packed)]), "little")
        return number

    def setstate(self, state):
        if not isinstance(state, int):
            raise TypeError("setstate() argument must be int, not %s" % type(state).__name__)
        data = state.to_bytes(17, "little")
        data = data.rstrip(b"\0")
        size = data[-1] if len(data) > 8 else 0
        self._pending = data[8:8 + size].decode() if size else ""
        self._state = _unpacked(data[:8].ljust(8, b"\0"), self._codec.start())


def _packed(state):
    """Up to eight bytes of what a codec with states remembers."""
    return (b"" if state is None else bytes(state)).ljust(8, b"\0")


def _unpacked(data, start):
    return None if start is None else type(start)(data[:len(start)])


class MultibyteIncrementalDecoder(_WithErrors):
    def __init__(self, errors="strict"):
        self.errors, self._codec = errors, _codec_of(self)
        self._pending, self._state = b"", self._codec.start()

    def decode(self, input, final=False):
        data = self._pending + bytes(memoryview(input))
        text, at, self._state = self._codec._decode(data, self.errors, final, self._state)
        self._pending = data[at:]
        return text

    def reset(self):
        self._pending, self._state = b"", self._codec.start()

    def getstate(self):
        return self._pending, int.from_bytes(_packed(self._state), "little")

    def setstate(self, state):
        if not isinstance(state, tuple):
            raise TypeError("setstate() argument must be tuple, not %s" % type(state).__name__)
        pending, number = state
        if not isinstance(pending, bytes) or not isinstance(number, int):
            raise TypeError("illegal decoder state")
        if len(pending) > 8:
            raise UnicodeDecodeError(self._codec.name, pending, 0, len(pending), "pending buffer too large")
        self._pending, self._state = pending, _unpacked(number.to_bytes(8, "little"), self._codec.start())


class MultibyteStreamReader(_WithErrors):
    def __init__(self, stream, errors="strict"):
        self.stream, self.errors, self._codec = stream, errors, _codec_of(self)
        self._pending, self._state = b"", self._codec.start()

    def _read(self, method, size):
        if size == 0:
            return ""
        while True:
            data = getattr(self.stream, method)() if size < 0 else getattr(self.stream, method)(size)
            if not isinstance(data, bytes):
                raise TypeError("stream function returned a non-bytes object (%s)" % type(data).__name__)
            final = not data or size < 0
            whole = self._pending + data
            text, at, self._state = self._codec._decode(whole, self.errors, final, self._state)
            self._pending = whole[at:]
            if text or final or not data:
                return text
            size = 1

    def read(self, size=-1):
        return self._read("read", -1 if size is None else size)

    def readline(self, size=-1):
        return self._read("readline", -1 if size is None else size)

    def readlines(self, size=-1):
        return self._read("read", -1 if size is None else size).splitlines(True)

    def reset(self):
        self._pending, self._state = b"", self._codec.start()


class MultibyteStreamWriter(_WithErrors):
    def __init__(self, stream, errors="strict"):
        self.stream, self.errors, self._codec = stream, errors, _codec_of(self)
        self._pending, self._state = "", self._codec.start()

    def write(self, text):
        text, kept = self._pending + (text if isinstance(text, str) else str(text)), ""
        if self._codec.waits(text):
            text, kept = text[:-1], text[-1]
        data, at, self._state = self._codec._encode(text, self.errors, False, self._state)
        self._pending = kept
        self.stream.write(data)

    def writelines(self, lines):
        for line in lines:
            self.write(line)

    def reset(self):
        data, at, state = self._codec._encode(self._pending, self.errors, True, self._state)
        more, self._state = self._codec.reset_bytes(state)
        self._pending = ""
        if data + more:
            self.stream.write(data + more)


# ---- how long sequences are ----

def pairs(data, at, size):
    return 2


def shifted(data, at, size):
    return 2 if 0x81 <= data[at] <= 0x9f or 0xe0 <= data[at] <= 0xfc else -1


def japanese(data, at, size):
    return 3 if data[at] == 0x8f else 2


def korean(data, at, size):
    """A syllable that the set has no pair for is four pairs: a filler and three letters."""
    return 8 if data[at:at + 2] == b"\xa4\xd4" else 2


_LEADS = "\u3131\u3132\u3134\u3137\u3138\u3139\u3141\u3142\u3143\u3145\u3146\u3147\u3148\u3149\u314a\u314b\u314c\u314d\u314e"
_TAILS = ("\u3164\u3131\u3132\u3133\u3134\u3135\u3136\u3137\u3139\u313a\u313b\u313c\u313d\u313e\u313f\u3140\u3141\u3142"
          "\u3144\u3145\u3146\u3147\u3148\u314a\u314b\u314c\u314d\u314e")


def compose_syllable(codec, sequence):
    letters = [codec._text_of(sequence[i:i + 2]) for i in (0, 2, 4, 6)]
    if letters[0] != "\u3164" or None in letters:
        return None
    lead, vowel, tail = _LEADS.find(letters[1]), ord(letters[2]) - 0x314f, _TAILS.find(letters[3])
    if lead < 0 or not 0 <= vowel < 21 or tail < 0:
        return None
    return chr(0xac00 + (lead * 21 + vowel) * 28 + tail)


def split_syllable(codec, text):
    number = ord(text[0]) - 0xac00
    if len(text) > 1 or not 0 <= number < 11172:
        return None
    letters = "\u3164" + _LEADS[number // 588] + chr(0x314f + number % 588 // 28) + _TAILS[number % 28]
    return b"".join(map(codec._bytes_of, letters))


def chinese(data, at, size):
    if at + 1 >= size:
        return 0
    return 4 if 0x30 <= data[at + 1] <= 0x39 else 2


_made = {}


def codec(name, charset, lengths=pairs, **more):
    """The codec of this name, made at its first use."""
    if name not in _made:
        from _multibytetables import decoded, encoded
        _made[name] = MultibyteCodec(name, charset, lengths, decoded(name), encoded(name), **more)
    return _made[name]


def getter(table):
    def getcodec(encoding):
        if not isinstance(encoding, str):
            raise TypeError("encoding name must be a string.")
        if encoding not in table:
            raise LookupError("no such codec is supported.")
        return table[encoding](encoding)
    return getcodec
