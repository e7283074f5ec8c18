import heapq, random
from collections import deque, defaultdict
random.seed(7)
N = 60
g = defaultdict(list)
for u in range(N):
    for _ in range(5):
        v = random.randrange(N)
        w = random.randint(1, 100)
        g[u].append((v, w))
        g[v].append((u, w))

def dijkstra(s):
    dist = {s: 0}
    pq = [(0, s)]
    while pq:
        d, u = heapq.heappop(pq)
        if d > dist[u]:
            continue
        for v, w in g[u]:
            nd = d + w
            if nd < dist.get(v, 1 << 60):
                dist[v] = nd
                heapq.heappush(pq, (nd, v))
    return dist
print(sum((sum(dijkstra(s).values()) for s in range(4))))

def bfs(s):
    seen = {s}
    q = deque([s])
    order = 0
    while q:
        u = q.popleft()
        order += u
        for v, _ in g[u]:
            if v not in seen:
                seen.add(v)
                q.append(v)
    return order
print(sum((bfs(s) for s in range(8))))

class Node:

    def __init__(s, k):
        s.k = k
        s.left = s.right = None

def insert(r, k):
    if r is None:
        return Node(k)
    n = r
    while True:
        if k < n.k:
            if n.left is None:
                n.left = Node(k)
                return r
            n = n.left
        else:
            if n.right is None:
                n.right = Node(k)
                return r
            n = n.right

def walk(n):
    if n:
        yield from walk(n.left)
        yield n.k
        yield from walk(n.right)
r = None
for _ in range(80):
    r = insert(r, random.random())
l = list(walk(r))
print(l == sorted(l), len(l))
