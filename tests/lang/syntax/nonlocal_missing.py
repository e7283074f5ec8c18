class A:
    def f(self):
        nonlocal q
        q = 1
