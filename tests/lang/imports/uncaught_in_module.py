import _pkg.sub.deep


def call():
    _pkg.sub.deep.fail()


call()
