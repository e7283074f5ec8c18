from __future__ import annotations, division
import __future__
print(__future__.annotations, __future__.division.getMandatoryRelease(), __future__.all_feature_names)
def f(x: not_defined) -> other: pass
print(f.__annotations__)
