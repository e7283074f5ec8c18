"""Iterators of itertools, other than count, cannot be pickled or copied: CPython prints [1, 2]."""
import copy
import itertools

print(list(copy.copy(itertools.chain([1], [2]))))
