from contextlib import contextmanager

@contextmanager
def cm():
    print('in')
    try:
        yield 5
    finally:
        print('out')

def use():
    with cm() as v:
        raise KeyError(v)
use()
