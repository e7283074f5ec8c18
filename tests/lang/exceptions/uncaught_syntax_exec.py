source = """
def f(x):
    return x +
"""
exec(source)
