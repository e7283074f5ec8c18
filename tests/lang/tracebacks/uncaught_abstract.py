import abc

class A(abc.ABC):

    @abc.abstractmethod
    def f(self):
        ...

    @property
    @abc.abstractmethod
    def g(self):
        ...

class B(A):

    def f(self):
        return 1
B()
