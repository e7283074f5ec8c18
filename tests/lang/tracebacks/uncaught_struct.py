import struct
struct.unpack('<II', b'abc')
