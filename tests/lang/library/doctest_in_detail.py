def add(a, b):
    """
    >>> add(1, 2)
    3
    >>> add('a', 'b')
    'ab'
    >>> add(1, 'a')
    Traceback (most recent call last):
    ...
    TypeError: unsupported operand type(s) for +: 'int' and 'str'
    >>> add(1, 1)
    3
    >>> print('x\\ny')
    x
    y
    >>> add([1], [2]) # doctest: +ELLIPSIS
    [1, ...]
    >>> 1/0
    5
    >>> for i in range(2):
    ...     print(i)
    0
    1
    >>> undefined
    """
    return a + b
import doctest, sys
r = doctest.testmod()
print(r)
print(doctest.run_docstring_examples.__name__)
