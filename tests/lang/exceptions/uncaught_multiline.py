def compute(a, b, c):
    return (a +
            b *
            c["key"]
            .upper())


def call(**kw):
    return compute(
        kw["a"],
        kw["b"],
        c=kw.get(
            "c"),
    )


class Meta(type):
    def __new__(m, n, b, d):
        return super().__new__(m, n, b, {**d, "v": call(
            a=1, b=2,
            c={})})


class Uses(metaclass=Meta):
    x = [i for i in
         range(3)]
