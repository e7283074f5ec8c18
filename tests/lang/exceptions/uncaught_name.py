class Counter:
    def __init__(self):
        self.counter = 0

    def increment(self):
        self.countre += 1


value = 5
try:
    print(valeu)
except NameError as e:
    print("caught", e)
try:
    "abc".uper()
except AttributeError as e:
    print("caught", e)
c = Counter()
c.increment()
