def counter(step):
    count = 0

    def add(n=1, *, scale=1):
        nonlocal count
        count += step * n * scale
        return count
    return add


def compose(*functions):
    def composed(x):
        for function in functions:
            x = function(x)
        return x
    return composed


def memo(function):
    seen = {}

    def wrapper(*args):
        if args not in seen:
            seen[args] = function(*args)
        return seen[args]
    return wrapper


@memo
def paths(x, y):
    return 1 if x == 0 or y == 0 else paths(x - 1, y) + paths(x, y - 1)


add = [counter(i) for i in range(10)]
for i in range(120000):
    add[i % 10](i, scale=2)
pipeline = compose(lambda x: x + 1, lambda x: x * 2, lambda x: x % 1000, str, len)
print(sum(pipeline(i) for i in range(80000)), add[3](0), paths(90, 90) % 1000007)
