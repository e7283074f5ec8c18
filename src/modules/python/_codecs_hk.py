"""_codecs_hk: the codec of Hong Kong."""
from _multibytecodec import codec, getter

getcodec = getter({"big5hkscs": lambda name: codec(name, "BIG5-HKSCS", joins="\u0304\u030c")})
