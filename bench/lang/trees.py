class Node:
    def __init__(self, left, right):
        self.left, self.right = left, right


def make(depth):
    return Node(None, None) if depth == 0 else Node(make(depth - 1), make(depth - 1))


def check(node):
    return 1 if node.left is None else 1 + check(node.left) + check(node.right)


def main(n=14):
    long_lived = make(n)
    for depth in range(4, n + 1, 4):
        count = 1 << (n - depth + 4)
        print(depth, sum(check(make(depth)) for _ in range(count)))
    print(check(long_lived))


main()
