"""_codecs_kr: codecs of Korea."""
from _multibytecodec import codec, compose_syllable, getter, korean, split_syllable

getcodec = getter({
    "euc_kr": lambda name: codec(name, "EUC-KR", korean, compose=compose_syllable, split=split_syllable),
    "cp949": lambda name: codec(name, "UHC"),
    "johab": lambda name: codec(name, "JOHAB"),
})
