"""_codecs_tw: codecs of Taiwan."""
from _multibytecodec import codec, getter

getcodec = getter({
    "big5": lambda name: codec(name, "BIG5"),
    "cp950": lambda name: codec(name, "BIG5"),
})
