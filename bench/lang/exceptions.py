class NotFound(LookupError):
    def __init__(self, key):
        super().__init__(f"no {key}")
        self.key = key


def find(table, key):
    try:
        return table[key]
    except KeyError:
        raise NotFound(key) from None


def guarded(table, key, log):
    try:
        return find(table, key)
    except NotFound as error:
        log.append(error.key)
        return -1
    finally:
        log.append(None)


class Resource:
    def __enter__(self):
        return self

    def __exit__(self, kind, value, traceback):
        return kind is ValueError


table, log, total = {i: i * i for i in range(0, 1000, 2)}, [], 0
for i in range(60000):
    total += guarded(table, i % 1000, log)
for i in range(40000):
    with Resource():
        if i % 3 == 0:
            raise ValueError(i)
        total += 1
print(total, len(log), sum(1 for x in log if x is not None))
