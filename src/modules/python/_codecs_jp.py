"""_codecs_jp: codecs of Japan."""
from _multibytecodec import codec, getter, japanese, shifted

_KATAKANA = frozenset(bytes([byte]) for byte in range(0xa1, 0xe0))
_MARKS = "\u309a\u0300\u0301\u02e5\u02e9"

getcodec = getter({
    "shift_jis": lambda name: codec(name, "SJIS", shifted, singles=_KATAKANA),
    "cp932": lambda name: codec(name, "CP932", shifted, singles=_KATAKANA),
    "euc_jp": lambda name: codec(name, "EUC-JP", japanese),
    "shift_jisx0213": lambda name: codec(name, "SHIFT_JISX0213", shifted, joins=_MARKS, singles=_KATAKANA, is_roman=True),
    "shift_jis_2004": lambda name: codec(name, "SHIFT_JISX0213", shifted, joins=_MARKS, singles=_KATAKANA, is_roman=True),
    "euc_jisx0213": lambda name: codec(name, "EUC-JISX0213", japanese, joins=_MARKS, further="EUC-JP"),
    "euc_jis_2004": lambda name: codec(name, "EUC-JISX0213", japanese, joins=_MARKS, further="EUC-JP"),
})
