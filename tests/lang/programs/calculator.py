"""A tokenizer, a recursive descent parser to a tree, and an evaluator with variables and functions."""
import math


class Token:
    __slots__ = ("kind", "text", "at")

    def __init__(self, kind, text, at):
        self.kind, self.text, self.at = kind, text, at

    def __repr__(self):
        return f"Token({self.kind}, {self.text!r}, {self.at})"


class ParseError(Exception):
    def __init__(self, message, at):
        super().__init__(f"{message} at {at}")
        self.at = at


def tokenize(text):
    i = 0
    while i < len(text):
        c = text[i]
        if c.isspace():
            i += 1
        elif c.isdigit() or c == ".":
            start = i
            while i < len(text) and (text[i].isdigit() or text[i] == "."):
                i += 1
            yield Token("number", text[start:i], start)
        elif c.isalpha() or c == "_":
            start = i
            while i < len(text) and (text[i].isalnum() or text[i] == "_"):
                i += 1
            yield Token("name", text[start:i], start)
        elif text[i:i + 2] in ("**", "//", "==", "<=", ">=", "!="):
            yield Token("op", text[i:i + 2], i)
            i += 2
        elif c in "+-*/%()=,<>":
            yield Token("op", c, i)
            i += 1
        else:
            raise ParseError(f"unexpected character {c!r}", i)
    yield Token("end", "", len(text))


class Node:
    fields = ()

    def __init__(self, *values):
        for name, value in zip(self.fields, values, strict=True):
            setattr(self, name, value)

    def __repr__(self):
        return f"{type(self).__name__}({', '.join(repr(getattr(self, f)) for f in self.fields)})"


class Number(Node):
    fields = ("value",)


class Name(Node):
    fields = ("id",)


class Unary(Node):
    fields = ("op", "operand")


class Binary(Node):
    fields = ("op", "left", "right")


class Call(Node):
    fields = ("function", "args")


class Assign(Node):
    fields = ("name", "value")


class Parser:
    LEVELS = [("==", "!=", "<", ">", "<=", ">="), ("+", "-"), ("*", "/", "//", "%")]

    def __init__(self, text):
        self.tokens = list(tokenize(text))
        self.position = 0

    @property
    def current(self):
        return self.tokens[self.position]

    def advance(self):
        token = self.current
        self.position += 1
        return token

    def accept(self, *texts):
        if self.current.kind == "op" and self.current.text in texts:
            return self.advance()
        return None

    def expect(self, text):
        if not self.accept(text):
            raise ParseError(f"expected {text!r}, found {self.current.text or 'end'!r}", self.current.at)

    def parse(self):
        if self.current.kind == "name" and self.tokens[self.position + 1].text == "=":
            name = self.advance().text
            self.advance()
            node = Assign(name, self.level(0))
        else:
            node = self.level(0)
        if self.current.kind != "end":
            raise ParseError(f"unexpected {self.current.text!r}", self.current.at)
        return node

    def level(self, n):
        if n == len(self.LEVELS):
            return self.unary()
        left = self.level(n + 1)
        while op := self.accept(*self.LEVELS[n]):
            left = Binary(op.text, left, self.level(n + 1))
        return left

    def unary(self):
        if op := self.accept("-", "+"):
            return Unary(op.text, self.unary())
        return self.power()

    def power(self):
        base = self.atom()
        if self.accept("**"):
            return Binary("**", base, self.unary())
        return base

    def atom(self):
        token = self.advance()
        match token.kind:
            case "number":
                try:
                    return Number(float(token.text) if "." in token.text else int(token.text))
                except ValueError as e:
                    raise ParseError(str(e), token.at) from e
            case "name":
                if not self.accept("("):
                    return Name(token.text)
                args = []
                if not self.accept(")"):
                    args.append(self.level(0))
                    while self.accept(","):
                        args.append(self.level(0))
                    self.expect(")")
                return Call(token.text, args)
            case "op" if token.text == "(":
                node = self.level(0)
                self.expect(")")
                return node
        raise ParseError(f"unexpected {token.text or 'end'!r}", token.at)


class Evaluator:
    functions = {"sqrt": math.sqrt, "max": max, "min": min, "abs": abs, "round": round}
    operators = {
        "+": lambda a, b: a + b, "-": lambda a, b: a - b, "*": lambda a, b: a * b, "/": lambda a, b: a / b,
        "//": lambda a, b: a // b, "%": lambda a, b: a % b, "**": lambda a, b: a ** b, "==": lambda a, b: a == b,
        "!=": lambda a, b: a != b, "<": lambda a, b: a < b, ">": lambda a, b: a > b, "<=": lambda a, b: a <= b,
        ">=": lambda a, b: a >= b}

    def __init__(self):
        self.variables = {"pi": math.pi}

    def visit(self, node):
        return getattr(self, "visit_" + type(node).__name__)(node)

    def visit_Number(self, node):
        return node.value

    def visit_Name(self, node):
        try:
            return self.variables[node.id]
        except KeyError:
            raise NameError(f"unknown variable {node.id}") from None

    def visit_Unary(self, node):
        value = self.visit(node.operand)
        return -value if node.op == "-" else value

    def visit_Binary(self, node):
        return self.operators[node.op](self.visit(node.left), self.visit(node.right))

    def visit_Call(self, node):
        return self.functions[node.function](*map(self.visit, node.args))

    def visit_Assign(self, node):
        value = self.variables[node.name] = self.visit(node.value)
        return value


e = Evaluator()
for line in """1 + 2 * 3
(1 + 2) * 3
x = 2 ** 3 ** 2
x / 4
-x + +1
-2 ** 2
10 // 3 % 2
sqrt(16) + max(1, 2, x)
round(pi * 100) / 100
1 +
2 * (3
4 $ 4
y
1 / 0
1 2
foo(1)
sqrt(-1)
max()
1.2.3
x == 512
3 <= 2
abs(-5.5)
)""".splitlines():
    try:
        tree = Parser(line).parse()
        print(f"{line:<30} {tree}")
        print(f"{'':<30} = {e.visit(tree)!r}")
    except Exception as error:
        print(f"{line:<30} ! {type(error).__name__}: {error}")
print(sorted(e.variables))
