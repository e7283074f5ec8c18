"""LRU cache by linked list, graph algorithms, union find, matrix, heap scheduler, trie."""
import heapq
import itertools
from collections import OrderedDict, deque, Counter, defaultdict


class Node:
    __slots__ = "key", "value", "prev", "next"

    def __init__(self, key=None, value=None):
        self.key, self.value = key, value
        self.prev = self.next = None


class LRU:
    def __init__(self, capacity):
        self.capacity, self.map = capacity, {}
        self.head, self.tail = Node(), Node()
        self.head.next, self.tail.prev = self.tail, self.head
        self.hits = self.misses = 0

    def _unlink(self, n):
        n.prev.next, n.next.prev = n.next, n.prev

    def _front(self, n):
        n.prev, n.next = self.head, self.head.next
        self.head.next.prev = n
        self.head.next = n

    def get(self, key, default=None):
        if (n := self.map.get(key)) is None:
            self.misses += 1
            return default
        self.hits += 1
        self._unlink(n)
        self._front(n)
        return n.value

    def put(self, key, value):
        if key in self.map:
            self._unlink(self.map[key])
        elif len(self.map) >= self.capacity:
            old = self.tail.prev
            self._unlink(old)
            del self.map[old.key]
        self.map[key] = n = Node(key, value)
        self._front(n)

    def __iter__(self):
        n = self.head.next
        while n is not self.tail:
            yield n.key, n.value
            n = n.next

    def __repr__(self):
        return f"LRU({dict(self)!r}, hits={self.hits}, misses={self.misses})"


c = LRU(2)
c.put("a", 1); c.put("b", 2); print(c.get("a"), c); c.put("c", 3); print(c.get("b", "gone"), c); c.put("a", 10); print(c)


class Graph:
    def __init__(self, edges, directed=False):
        self.adj = defaultdict(dict)
        for a, b, *w in edges:
            self.adj[a][b] = w[0] if w else 1
            if not directed:
                self.adj[b][a] = w[0] if w else 1
            else:
                self.adj[b]

    def bfs(self, start):
        seen, queue = {start}, deque([start])
        while queue:
            n = queue.popleft()
            yield n
            for m in sorted(self.adj[n]):
                if m not in seen:
                    seen.add(m)
                    queue.append(m)

    def dfs(self, n, seen=None):
        seen = set() if seen is None else seen
        seen.add(n)
        yield n
        for m in sorted(self.adj[n]):
            if m not in seen:
                yield from self.dfs(m, seen)

    def dijkstra(self, start):
        dist, prev, heap = {start: 0}, {}, [(0, start)]
        while heap:
            d, n = heapq.heappop(heap)
            if d > dist[n]:
                continue
            for m, w in self.adj[n].items():
                if (nd := d + w) < dist.get(m, float("inf")):
                    dist[m], prev[m] = nd, n
                    heapq.heappush(heap, (nd, m))
        return dist, prev

    def topological(self):
        indegree = Counter(m for n in self.adj for m in self.adj[n])
        ready = sorted(n for n in self.adj if not indegree[n])
        order = []
        while ready:
            n = ready.pop(0)
            order.append(n)
            for m in sorted(self.adj[n]):
                indegree[m] -= 1
                if not indegree[m]:
                    ready.append(m)
        if len(order) != len(self.adj):
            raise ValueError("cycle among " + ", ".join(sorted(set(self.adj) - set(order))))
        return order


g = Graph([("a", "b", 4), ("a", "c", 1), ("c", "b", 2), ("b", "d", 5), ("c", "d", 8), ("d", "e", 3)])
print(list(g.bfs("a")), list(g.dfs("a")), g.dijkstra("a"))
d = Graph([("shirt", "tie"), ("tie", "jacket"), ("pants", "shoes"), ("pants", "belt"), ("belt", "jacket"), ("socks", "shoes")], directed=True)
print(d.topological())
try:
    Graph([("x", "y"), ("y", "z"), ("z", "x"), ("w", "x")], directed=True).topological()
except ValueError as e:
    print(e)


class UnionFind(dict):
    def __missing__(self, k):
        self[k] = k
        return k

    def find(self, x):
        while self[x] != x:
            self[x] = self[self[x]]
            x = self[x]
        return x

    def union(self, a, b):
        a, b = self.find(a), self.find(b)
        self[b] = a
        return a != b


def kruskal(edges):
    uf = UnionFind()
    return [(w, a, b) for w, a, b in sorted(edges) if uf.union(a, b)]


print(kruskal([(4, "a", "b"), (1, "a", "c"), (2, "c", "b"), (5, "b", "d"), (8, "c", "d")]))


class Matrix:
    def __init__(self, rows): self.rows = [list(r) for r in rows]
    @classmethod
    def identity(cls, n): return cls([[int(i == j) for j in range(n)] for i in range(n)])
    def __matmul__(self, o): return Matrix([[sum(a * b for a, b in zip(r, c)) for c in zip(*o.rows)] for r in self.rows])
    def __pow__(self, n):
        result, base = Matrix.identity(len(self.rows)), self
        while n:
            if n & 1: result = result @ base
            base, n = base @ base, n >> 1
        return result
    def __getitem__(self, ij): return self.rows[ij[0]][ij[1]]
    def __setitem__(self, ij, v): self.rows[ij[0]][ij[1]] = v
    def __eq__(self, o): return self.rows == o.rows
    def __str__(self): return "\n".join(" ".join(f"{x:4}" for x in r) for r in self.rows)
    @property
    def T(self): return Matrix(zip(*self.rows))
    def det(self):
        if len(self.rows) == 1: return self.rows[0][0]
        return sum((-1) ** j * x * Matrix([r[:j] + r[j + 1:] for r in self.rows[1:]]).det() for j, x in enumerate(self.rows[0]))


m = Matrix([[1, 1], [1, 0]]); print(m ** 30, (m ** 90)[0, 1]); m[0, 0] = 7; print(m, m.T == m, m.det(), Matrix([[2, 0, 1], [1, 3, 2], [1, 1, 1]]).det())


class Scheduler:
    def __init__(self): self.heap, self.counter, self.time = [], itertools.count(), 0
    def at(self, t, f, *a, priority=0): heapq.heappush(self.heap, (t, priority, next(self.counter), f, a))
    def run(self, until=float("inf")):
        while self.heap and self.heap[0][0] <= until:
            self.time, _, _, f, a = heapq.heappop(self.heap)
            f(*a)


s = Scheduler(); log = []
def tick(n):
    log.append((s.time, n))
    if n < 3: s.at(s.time + n + 1, tick, n + 1)
s.at(5, log.append, "five"); s.at(0, tick, 0); s.at(5, log.append, "first", priority=-1); s.run(5); print(log, len(s.heap)); s.run(); print(log[-1])


class Trie:
    def __init__(self): self.root = {}
    def add(self, word):
        n = self.root
        for ch in word: n = n.setdefault(ch, {})
        n["$"] = True
    def words(self, prefix=""):
        n = self.root
        for ch in prefix:
            if ch not in n: return
            n = n[ch]
        stack = [(prefix, n)]
        while stack:
            p, n = stack.pop()
            if "$" in n: yield p
            stack.extend((p + k, v) for k, v in sorted(n.items(), reverse=True) if k != "$")


t = Trie()
for w in "car card care cat dog do".split(): t.add(w)
print(list(t.words("ca")), list(t.words()), list(t.words("x")), t.root["d"])
od = OrderedDict.fromkeys("hello world"); print(list(od), "".join(od)); print(Counter("mississippi").most_common(), sorted(Counter("aab").elements()))
def knapsack(items, cap):
    best = [0] * (cap + 1)
    for w, v in items:
        for c in range(cap, w - 1, -1): best[c] = max(best[c], best[c - w] + v)
    return best[cap]
print(knapsack([(1, 1), (3, 4), (4, 5), (5, 7)], 7))
def lcs(a, b):
    t = [[""] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i, x in enumerate(a, 1):
        for j, y in enumerate(b, 1): t[i][j] = t[i - 1][j - 1] + x if x == y else max(t[i - 1][j], t[i][j - 1], key=len)
    return t[-1][-1]
print(lcs("AGGTAB", "GXTXAYB"))
def queens(n, row=0, cols=(), out=None):
    if row == n: yield cols
    else:
        for c in range(n):
            if all(c != k and abs(c - k) != row - r for r, k in enumerate(cols)): yield from queens(n, row + 1, cols + (c,))
print(sum(1 for _ in queens(6)), next(queens(8)))
def sudoku_candidates(b): return [[sorted(set(range(1, 5)) - set(b[r]) - {b[i][c] for i in range(4)}) if not b[r][c] else [] for c in range(4)] for r in range(4)]
print(sudoku_candidates([[1, 0, 0, 4], [0, 4, 1, 0], [4, 0, 0, 1], [0, 1, 4, 0]]))
def hanoi(n, a="A", b="B", c="C"): return [] if not n else hanoi(n - 1, a, c, b) + [(a, c)] + hanoi(n - 1, b, a, c)
print(len(hanoi(6)), hanoi(2))
