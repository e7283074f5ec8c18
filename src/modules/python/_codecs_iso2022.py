"""_codecs_iso2022: the codecs of ISO 2022."""
from _multibytecodec import getter
from _multibytestates import _USED, codec

getcodec = getter({name: codec for name in _USED})
