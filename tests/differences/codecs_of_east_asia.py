"""The codecs of East Asia are not there: CPython prints b'\\x93\\xfa'."""
print("\u65e5".encode("shift_jis"))
