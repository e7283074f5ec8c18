"""_codecs_cn: codecs of mainland China."""
from _multibytecodec import chinese, codec, getter

getcodec = getter({
    "gb2312": lambda name: codec(name, "EUC-CN"),
    "gbk": lambda name: codec(name, "GBK"),
    "gb18030": lambda name: codec(name, "GB18030", chinese),
    "hz": lambda name: _hz(name),
})


def _hz(name):
    from _multibytestates import HZ
    return HZ(name)
