# Annotations as strings, methods that stay as they are written, fields that contain themselves.
from __future__ import annotations

import dataclasses as dc
import typing as t
from dataclasses import InitVar, dataclass, field
from typing import ClassVar


@dataclass
class Strings:
    a: int
    b: t.ClassVar[int] = 1
    c: ClassVar = 2
    d: InitVar[int] = 3
    e: dc.InitVar = 4
    f: "unknown.ClassVar[int]" = 5
    g: "  ClassVar  [int]" = 6

    def __post_init__(self, d, e):
        print("post", d, e)


print(Strings(1), [f.name for f in dc.fields(Strings)])


@dataclass
class Own:
    x: int

    def __init__(self, x):
        self.x = 2 * x


print(Own(3), Own(3) == Own(3))


class Shape(t.Protocol):
    size: int


@dataclass
class Square(Shape):
    size: int


@dataclass
class Twice(Shape):
    def __init__(self, size):
        self.size = size * 2


print(Square(2), Twice(2).size)


@dataclass
class Node:
    next: Node = None
    items: list = field(default_factory=list)


node = Node()
node.next = node
print(node)
f = field(default=1)
f.type = f
print("..." in repr(f))


class Root:
    __slots__ = iter(["a"])


class Below(Root):
    __slots__ = ("b",)


try:
    @dataclass(slots=True)
    class Last(Below):
        x: int
except TypeError as error:
    print(error)
