"""Streams: raw bytes, buffered bytes and text. The native part is _io."""

from abc import ABCMeta as _ABCMeta

import _io
from _io import (
    DEFAULT_BUFFER_SIZE, BlockingIOError, BufferedRandom, BufferedReader, BufferedWriter, BytesIO,
    FileIO, StringIO, TextIOWrapper, UnsupportedOperation, open, open_code, text_encoding)

__all__ = ["BlockingIOError", "open", "open_code", "IOBase", "RawIOBase", "FileIO", "BytesIO",
           "StringIO", "BufferedIOBase", "BufferedReader", "BufferedWriter", "BufferedRWPair",
           "BufferedRandom", "TextIOBase", "TextIOWrapper", "UnsupportedOperation", "SEEK_SET",
           "SEEK_CUR", "SEEK_END"]

SEEK_SET = 0
SEEK_CUR = 1
SEEK_END = 2


# What streams are called by those who do not care how they are made. The native classes stay below.

class IOBase(_io._IOBase, metaclass=_ABCMeta):
    __doc__ = _io._IOBase.__doc__


class RawIOBase(_io._RawIOBase, IOBase):
    __doc__ = _io._RawIOBase.__doc__


class BufferedIOBase(_io._BufferedIOBase, IOBase):
    __doc__ = _io._BufferedIOBase.__doc__


class TextIOBase(_io._TextIOBase, IOBase):
    __doc__ = _io._TextIOBase.__doc__


class IncrementalNewlineDecoder:
    """Finds the kinds of line ends in decoded text, and may turn them all into \\n."""

    __module__ = "_io"

    def __init__(self, decoder, translate, errors="strict"):
        self._decoder = decoder
        self._translate = bool(translate)
        self._pending = False
        self._seen = set()

    def decode(self, input, final=False):
        text = input if self._decoder is None else self._decoder.decode(input, final)
        if not isinstance(text, str):
            raise TypeError("decoder should return a string result, not '%s'"
                            % type(text).__name__)
        if self._pending and (text or final):
            text = "\r" + text
            self._pending = False
        if text.endswith("\r") and not final:  # its \n may follow
            text = text[:-1]
            self._pending = True
        pairs = text.count("\r\n")
        counts = text.count("\r") - pairs, text.count("\n") - pairs, pairs
        self._seen.update(end for end, count in zip(("\r", "\n", "\r\n"), counts) if count)
        if self._translate and "\r" in text:
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        return text

    def getstate(self):
        data, flag = (b"", 0) if self._decoder is None else self._decoder.getstate()
        return data, flag << 1 | self._pending

    def setstate(self, state):
        data, flag = state
        self._pending = bool(flag & 1)
        if self._decoder is not None:
            self._decoder.setstate((data, flag >> 1))

    def reset(self):
        self._seen.clear()
        self._pending = False
        if self._decoder is not None:
            self._decoder.reset()

    @property
    def newlines(self):
        found = tuple(end for end in ("\r", "\n", "\r\n") if end in self._seen)
        return found if len(found) > 1 else found[0] if found else None


class BufferedRWPair(_io._BufferedIOBase):
    """A stream to read from and another to write to, such as the two ends of a pipe, as one."""

    __module__ = "_io"

    def __init__(self, reader, writer, buffer_size=DEFAULT_BUFFER_SIZE, /):
        if not reader.readable():
            raise UnsupportedOperation("File or stream is not readable.")
        if not writer.writable():
            raise UnsupportedOperation("File or stream is not writable.")
        self._reader = BufferedReader(reader, buffer_size)
        self._writer = BufferedWriter(writer, buffer_size)

    def read(self, size=-1, /):
        return self._reader.read(size)

    def read1(self, size=-1, /):
        return self._reader.read1(size)

    def peek(self, size=0, /):
        return self._reader.peek(size)

    def readinto(self, buffer, /):
        return self._reader.readinto(buffer)

    def readinto1(self, buffer, /):
        return self._reader.readinto1(buffer)

    def write(self, buffer, /):
        return self._writer.write(buffer)

    def flush(self):
        return self._writer.flush()

    def readable(self):
        return self._reader.readable()

    def writable(self):
        return self._writer.writable()

    def isatty(self):
        return self._writer.isatty() or self._reader.isatty()

    def close(self):
        try:
            self._writer.close()
        finally:
            self._reader.close()

    @property
    def closed(self):
        return self._writer.closed


RawIOBase.register(FileIO)
for _class in BytesIO, BufferedReader, BufferedWriter, BufferedRandom, BufferedRWPair:
    BufferedIOBase.register(_class)
for _class in StringIO, TextIOWrapper:
    TextIOBase.register(_class)
del _class
