"""Queues. With one thread a queue that would have to wait raises Empty or Full at once."""

import heapq
from collections import deque

__all__ = ["Empty", "Full", "Queue", "PriorityQueue", "LifoQueue", "SimpleQueue"]


class Empty(Exception):
    pass


class Full(Exception):
    pass


class Queue:
    """First in, first out."""

    def __init__(self, maxsize=0):
        self.maxsize = maxsize
        self.unfinished_tasks = 0
        self.queue = deque() if type(self) in (Queue, SimpleQueue) else []

    def _take(self):
        return self.queue.popleft()

    def _store(self, item):
        self.queue.append(item)

    def qsize(self):
        return len(self.queue)

    def empty(self):
        return not self.queue

    def full(self):
        return 0 < self.maxsize <= len(self.queue)

    def put(self, item, block=True, timeout=None):
        if self.full():
            raise Full
        self._store(item)
        self.unfinished_tasks += 1

    def get(self, block=True, timeout=None):
        if not self.queue:
            raise Empty
        return self._take()

    def put_nowait(self, item):
        self.put(item, False)

    def get_nowait(self):
        return self.get(False)

    def task_done(self):
        if self.unfinished_tasks <= 0:
            raise ValueError("task_done() called too many times")
        self.unfinished_tasks -= 1

    def join(self):
        if self.unfinished_tasks:
            raise RuntimeError("deadlock: no other thread can finish the tasks")


class PriorityQueue(Queue):
    """The smallest first."""

    def _take(self):
        return heapq.heappop(self.queue)

    def _store(self, item):
        heapq.heappush(self.queue, item)


class LifoQueue(Queue):
    """Last in, first out."""

    def _take(self):
        return self.queue.pop()


class SimpleQueue(Queue):
    """First in, first out, without a limit."""
