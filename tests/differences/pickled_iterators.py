"""The results of itertools.tee cannot be pickled (copy.copy of one can): CPython prints [1, 2]."""
import itertools
import pickle

print(list(pickle.loads(pickle.dumps(itertools.tee([1, 2])[0]))))
