import sys

class Node:

    def __init__(self, v):
        self.v = v
        self.kids = []

    def visit(self, d=0):
        for k in self.kids:
            k.visit(d + 1)
        if self.v == 'bad':
            raise ValueError(f'bad node at depth {d}')
root = Node('r')
k = Node('k')
root.kids.append(k)
k.kids.append(Node('bad'))
print('before')
sys.stdout.flush()
print('err', file=sys.stderr)
root.visit()
