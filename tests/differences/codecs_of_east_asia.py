"""Codecs of East Asia: the state of an encoder is another number; what is illegal may be longer or shorter."""
import codecs
encoder = codecs.getincrementalencoder("euc_jis_2004")()
encoder.encode("\u00e6")
print(hex(encoder.getstate()))
print(ascii(b"\xfe\xfe".decode("euc_jisx0213", "replace")))
