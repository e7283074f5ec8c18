"""A stack machine with an assembler; a Lisp; a text adventure; an event system; a JSON-like printer."""
from functools import reduce
import operator as op


class Machine:
    def __init__(self, code): self.code, self.stack, self.pc, self.calls, self.out, self.vars = code, [], 0, [], [], {}
    def run(self, limit=10000):
        while self.pc < len(self.code) and limit:
            limit -= 1
            name, *args = self.code[self.pc]
            self.pc += 1
            if getattr(self, "op_" + name)(*args) == "halt": break
        return self.out
    def op_push(self, v): self.stack.append(v)
    def op_load(self, n): self.stack.append(self.vars[n])
    def op_store(self, n): self.vars[n] = self.stack.pop()
    def op_print(self): self.out.append(self.stack.pop())
    def op_jmp(self, t): self.pc = t
    def op_jz(self, t):
        if not self.stack.pop(): self.pc = t
    def op_halt(self): return "halt"
    def op_call(self, t): self.calls.append(self.pc); self.pc = t
    def op_ret(self): self.pc = self.calls.pop()


for name in "add sub mul lt eq".split():
    def method(self, f=getattr(op, name)):
        b, a = self.stack.pop(), self.stack.pop()
        self.stack.append(f(a, b))
    setattr(Machine, "op_" + name, method)


def assemble(text):
    labels, code = {}, []
    for line in text.strip().splitlines():
        line = line.split("#")[0].strip()
        if not line: continue
        if line.endswith(":"): labels[line[:-1]] = len(code)
        else:
            name, _, arg = line.partition(" ")
            code.append((name, arg) if arg else (name,))
    def fix(a): return labels[a] if a in labels else int(a) if a.lstrip("-").isdigit() else a
    return [(n, *map(fix, a)) for n, *a in code]


program = assemble("""
    push 1
    store n
loop:
    load n
    push 6
    lt
    jz end      # done
    load n
    call square
    print
    load n
    push 1
    add
    store n
    jmp loop
square:
    store x
    load x
    load x
    mul
    ret
end:
    halt
""")
print(program[:5], Machine(program).run())
for bad in ([("nope",)], [("add",)], [("load", "q")], [("ret",)]):
    try:
        Machine(bad).run()
    except (AttributeError, IndexError, KeyError) as e:
        print(type(e).__name__, e)


class Env(dict):
    def __init__(self, params=(), args=(), outer=None): super().__init__(zip(params, args)); self.outer = outer
    def find(self, k):
        if k in self: return self
        if self.outer is None: raise NameError(f"undefined symbol: {k}")
        return self.outer.find(k)


class Lambda:
    def __init__(self, params, body, env): self.params, self.body, self.env = params, body, env
    def __call__(self, *a):
        if len(a) != len(self.params): raise TypeError(f"expected {len(self.params)} arguments, got {len(a)}")
        return evaluate(self.body, Env(self.params, a, self.env))


class Symbol(str): pass


def parse(src):
    def read(tokens):
        if not tokens: raise SyntaxError("unexpected EOF")
        t = tokens.pop(0)
        if t == "(":
            out = []
            while tokens and tokens[0] != ")": out.append(read(tokens))
            if not tokens: raise SyntaxError("missing )")
            tokens.pop(0)
            return out
        if t == ")": raise SyntaxError("unexpected )")
        for kind in (int, float, Symbol):
            try: return kind(t)
            except ValueError: pass
    return read(src.replace("(", " ( ").replace(")", " ) ").split())


G = Env(); G.update({"+": lambda *a: sum(a), "*": lambda *a: reduce(op.mul, a, 1), "-": lambda a, b=None: -a if b is None else a - b, "<": op.lt, "=": op.eq, "list": lambda *a: list(a), "car": lambda l: l[0], "cdr": lambda l: l[1:], "cons": lambda a, b: [a] + b, "null?": lambda l: l == [], "map": lambda f, l: [f(x) for x in l]})


def evaluate(x, env=G):
    match x:
        case Symbol(): return env.find(x)[x]
        case int() | float(): return x
        case ["quote", v]: return v
        case ["if", c, a, b]: return evaluate(a if evaluate(c, env) else b, env)
        case ["define", [name, *params], body]: env[name] = Lambda(params, body, env)
        case ["define", name, v]: env[name] = evaluate(v, env)
        case ["set!", name, v]: env.find(name)[name] = evaluate(v, env)
        case ["lambda", params, body]: return Lambda(params, body, env)
        case ["begin", *forms, last]:
            for f in forms: evaluate(f, env)
            return evaluate(last, env)
        case [f, *args]: return evaluate(f, env)(*[evaluate(a, env) for a in args])
        case _: raise SyntaxError(f"bad form {x!r}")


def show(x): return "(" + " ".join(map(show, x)) + ")" if isinstance(x, list) else {True: "#t", False: "#f"}[x] if isinstance(x, bool) else str(x) if not isinstance(x, Lambda) else "#<lambda>"


for line in ["(+ 1 2 3)", "(define (fact n) (if (< n 2) 1 (* n (fact (- n 1)))))", "(fact 20)", "(map (lambda (x) (* x x)) (list 1 2 3))", "(define make (lambda (n) (lambda (d) (begin (set! n (+ n d)) n))))", "(define acc (make 10))", "(acc 5)", "(acc 7.5)", "(quote (a b (c 1)))", "(undefined)", "(fact 1 2)", "(", ")", "(car (list))", "()", "(= 1 1)", "acc", "(1 2)"]:
    try:
        r = evaluate(parse(line)); print(line, "=>", show(r) if r is not None else "ok")
    except Exception as e:
        print(line, "!!", type(e).__name__, e)


class EventEmitter:
    def __init__(self): self._h = {}
    def on(self, name, f=None, *, once=False):
        if f is None: return lambda g: self.on(name, g, once=once)
        self._h.setdefault(name, []).append((f, once)); return f
    def emit(self, name, *a, **k):
        results = []
        for f, once in list(self._h.get(name, ())):
            if once: self._h[name].remove((f, once))
            try: results.append(f(*a, **k))
            except Exception as e: results.append(f"{type(e).__name__}: {e}")
        return results


em = EventEmitter()
@em.on("x")
def first(v, scale=1): return v * scale
@em.on("x", once=True)
def second(v): return f"once {v}"
em.on("x", lambda v: 1 / v)
print(em.emit("x", 2), em.emit("x", 0), em.emit("x", 3, scale=2), em.emit("none"))


def pretty(v, indent=2, level=0, seen=()):
    pad = " " * indent * (level + 1)
    if id(v) in seen: return "<cycle>"
    seen += (id(v),)
    match v:
        case None: return "null"
        case bool(): return str(v).lower()
        case int() | float(): return repr(v)
        case str(): return '"' + v.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
        case {}if not v: return "{}"
        case dict(): return "{\n" + ",\n".join(f"{pad}{pretty(str(k))}: {pretty(x, indent, level + 1, seen)}" for k, x in v.items()) + "\n" + pad[indent:] + "}"
        case [] | (): return "[]"
        case list() | tuple(): return "[\n" + ",\n".join(pad + pretty(x, indent, level + 1, seen) for x in v) + "\n" + pad[indent:] + "]"
    raise TypeError(f"cannot print {type(v).__name__}")


data = {"a": [1, 2.5, None, True, {"deep": ()}], "s": 'q"\n', 5: {}}; data["self"] = data; print(pretty(data))
try: pretty({1: {2}})
except TypeError as e: print(e)


class Room:
    def __init__(self, name, **exits): self.name, self.exits, self.items = name, exits, []


class Game:
    def __init__(self):
        self.rooms = {"hall": Room("Hall", north="attic", east="kitchen"), "attic": Room("Attic", south="hall"), "kitchen": Room("Kitchen", west="hall")}
        self.rooms["kitchen"].items += ["knife", "bread"]; self.here, self.bag, self.moves, self.state = "hall", [], 0, "playing"
    def do(self, line):
        verb, *rest = line.lower().split() or [""]
        method = getattr(self, f"cmd_{verb}", None)
        if method is None: return f"I don't know how to {verb!r}."
        self.moves += 1
        try: return method(*rest)
        except TypeError as e: return f"({str(e).split('.')[-1]})"
    def cmd_go(self, where):
        exits = self.rooms[self.here].exits
        if where not in exits: return "You can't go there. Exits: " + ", ".join(sorted(exits))
        self.here = exits[where]; return self.cmd_look()
    def cmd_look(self): r = self.rooms[self.here]; return f"{r.name}: " + (" and ".join(r.items) or "empty")
    def cmd_take(self, *things):
        r = self.rooms[self.here]; got = [t for t in things if t in r.items]
        for t in got: r.items.remove(t); self.bag.append(t)
        return f"Taken: {got}" if got else "Nothing."
    def cmd_quit(self): self.state = "over"; return f"Bye after {self.moves} moves with {self.bag}."


game = Game()
for line in ["look", "go east", "take knife gold bread", "go up", "dance", "", "go", "look here now", "go west", "go north", "quit"]: print(">", line, "|", game.do(line), "|", game.state)
