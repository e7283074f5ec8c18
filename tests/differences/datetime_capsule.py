# There is no capsule for extension modules compiled for CPython, which ouro cannot load.
import datetime
print(hasattr(datetime, "datetime_CAPI"))
