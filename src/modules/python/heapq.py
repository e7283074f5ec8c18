"""Heaps in lists: the smallest item is always first."""

from _heapq import (heappush, heappop, heapify, heapreplace, heappushpop,
                    _heappop_max, _heapreplace_max, _heapify_max)

__all__ = ["heappush", "heappop", "heapify", "heapreplace", "merge", "nlargest", "nsmallest",
           "heappushpop"]


def merge(*iterables, key=None, reverse=False):
    """Merges sorted inputs into one sorted iterator, without reading them ahead.

    Each entry of the heap is [key, number of the input, value, function for the next value]; the
    number keeps equal keys in the order of the inputs and values from being compared.
    """
    if reverse:
        make, pop, replace, direction = _heapify_max, _heappop_max, _heapreplace_max, -1
    else:
        make, pop, replace, direction = heapify, heappop, heapreplace, 1
    heap = []
    for order, iterable in enumerate(iterables):
        advance = iter(iterable).__next__
        try:
            value = advance()
        except StopIteration:
            continue
        heap.append([value if key is None else key(value), order * direction, value, advance])
    make(heap)
    while len(heap) > 1:
        entry = heap[0]
        advance = entry[3]
        try:
            while True:
                yield entry[2]
                value = entry[2] = advance()
                entry[0] = value if key is None else key(value)
                replace(heap, entry)
                if heap[0] is not entry:
                    break
        except StopIteration:
            pop(heap)
    if heap:
        entry = heap[0]
        yield entry[2]
        yield from entry[3].__self__


def _first(n, iterable, key, is_largest):
    """The n first items of the iterable when sorted, through a heap of n entries."""
    iterator = iter(iterable)
    make, replace = (heapify, heapreplace) if is_largest else (_heapify_max, _heapreplace_max)
    direction = -1 if is_largest else 1
    heap = []
    order = 0
    for value in iterator:
        heap.append((value if key is None else key(value), order, value))
        order += direction
        if len(heap) == n:
            break
    if not heap:
        return []
    make(heap)
    worst = heap[0][0]
    for value in iterator:
        k = value if key is None else key(value)
        if (worst < k) if is_largest else (k < worst):
            replace(heap, (k, order, value))
            worst = heap[0][0]
            order += direction
    heap.sort(reverse=is_largest)
    return [entry[2] for entry in heap]


def _few(n, iterable, key, is_largest):
    if n == 1:
        missing = object()
        choose = max if is_largest else min
        result = choose(iterable, default=missing, key=key)
        return [] if result is missing else [result]
    try:
        size = len(iterable)
    except (TypeError, AttributeError):
        pass
    else:
        if n >= size:
            return sorted(iterable, key=key, reverse=is_largest)[:n]
    if n <= 0:
        return []
    return _first(n, iterable, key, is_largest)


def nsmallest(n, iterable, key=None):
    """The n smallest items, smallest first: like sorted(iterable, key=key)[:n]."""
    return _few(n, iterable, key, False)


def nlargest(n, iterable, key=None):
    """The n largest items, largest first: like sorted(iterable, key=key, reverse=True)[:n]."""
    return _few(n, iterable, key, True)
