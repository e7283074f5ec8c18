import copy


class Item:
    def __init__(self, name, children):
        self.name, self.children, self.tags = name, children, {"a": [1, 2], "b": (name, 3)}


def build(depth):
    return Item("n%d" % depth, [build(depth - 1) for _ in range(3)] if depth else [])


def size(item):
    return 1 + sum(map(size, item.children))


root = build(6)
for _ in range(3):
    root = copy.deepcopy(root)
print(size(root), root.children[1].tags)
shared = [root.children[0]] * 3
again = copy.deepcopy(shared)
print(again[0] is again[2], again[0] is not shared[0], copy.copy(again) == again)
