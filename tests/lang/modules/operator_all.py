"""The functions and callables of operator."""

import operator


def show(text):
    """Evaluates an expression and prints its value or its error."""
    try:
        print(text, "=>", repr(eval(text)))
    except Exception as error:
        print(text, "!!", type(error).__name__, str(error))


EXPRESSIONS = r'''
sorted(n for n in dir(operator) if n[0]!='_')
operator.itemgetter(1),operator.itemgetter(1,2),operator.attrgetter('a.b'),operator.methodcaller('x',1,k=2)
operator.itemgetter()
operator.attrgetter()
operator.attrgetter(1)
operator.methodcaller()
operator.methodcaller(1)
operator.itemgetter(1)([1])
operator.itemgetter(1)()
operator.itemgetter(1)(1,2)
operator.attrgetter('a')(1)
operator.methodcaller('a')(1)
operator.itemgetter(a=1)
operator.add(1)
operator.add(1,'a')
operator.concat(1,2)
operator.concat([1],(2,))
operator.iconcat(1,2)
operator.countOf([1,1,2],1),operator.indexOf([1,2],2)
operator.indexOf([1],5)
operator.length_hint([1]),operator.length_hint(1,5)
operator.length_hint(1,'a')
operator.index('a')
operator.truth([]),operator.not_(1),operator.is_(1,1),operator.contains([1],1)
operator.setitem([1],0,2),operator.delitem([1],0)
operator.call(len,[1])
operator.__add__ is operator.add, operator.add
operator.attrgetter('a','b.c').__reduce__(),operator.itemgetter(1).__reduce__(),operator.methodcaller('f',1).__reduce__(),operator.methodcaller('f',k=1).__reduce__()
operator.inv(5),operator.pow(2,3),operator.matmul(1,2)
'''

for line in EXPRESSIONS.strip().split("\n"):
    show(line)
