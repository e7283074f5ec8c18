# lisp interpreter
import sys, math, operator as op
class Env(dict):
    def __init__(self, params=(), args=(), outer=None):
        self.update(zip(params, args)); self.outer = outer
    def find(self, var):
        if var in self: return self
        if self.outer is None: raise NameError(f"undefined symbol: {var}")
        return self.outer.find(var)
class Procedure:
    def __init__(self, params, body, env): self.params, self.body, self.env = params, body, env
    def __call__(self, *args): return evaluate(self.body, Env(self.params, args, self.env))
    def __repr__(self): return f"<procedure ({' '.join(self.params)})>"
class Symbol(str): pass
def tokenize(s): return s.replace('(', ' ( ').replace(')', ' ) ').split()
def parse(tokens):
    if not tokens: raise SyntaxError('unexpected EOF')
    t = tokens.pop(0)
    if t == '(':
        L = []
        while tokens[0] != ')': L.append(parse(tokens))
        tokens.pop(0)
        return L
    elif t == ')': raise SyntaxError('unexpected )')
    return atom(t)
def atom(t):
    for f in (int, float):
        try: return f(t)
        except ValueError: continue
    return Symbol(t)
def standard_env():
    env = Env()
    env.update({k: v for k, v in vars(math).items() if not k.startswith('_')})
    env.update({'+': lambda *a: sum(a), '-': op.sub, '*': lambda *a: math.prod(a), '/': op.truediv, '<': op.lt, '>': op.gt, '=': op.eq, '<=': op.le,
      'car': lambda x: x[0], 'cdr': lambda x: x[1:], 'cons': lambda x, y: [x] + y, 'list': lambda *x: list(x), 'null?': lambda x: x == [], 'map': lambda f, l: list(map(f, l)),
      'length': len, 'display': lambda x: print(to_str(x))})
    return env
G = standard_env()
def to_str(x):
    if isinstance(x, list): return '(' + ' '.join(map(to_str, x)) + ')'
    return str(x)
def evaluate(x, env=G):
    while True:
        if isinstance(x, Symbol): return env.find(x)[x]
        if not isinstance(x, list): return x
        match x:
            case ['quote', e]: return e
            case ['if', t, a, b]: x = a if evaluate(t, env) else b; continue
            case ['define', [name, *ps], body]: env[name] = Procedure(ps, body, env); return None
            case ['define', name, e]: env[name] = evaluate(e, env); return None
            case ['set!', name, e]: env.find(name)[name] = evaluate(e, env); return None
            case ['lambda', ps, body]: return Procedure(ps, body, env)
            case ['begin', *es]:
                for e in es[:-1]: evaluate(e, env)
                x = es[-1]; continue
            case ['let', bs, body]:
                env = Env([b[0] for b in bs], [evaluate(b[1], env) for b in bs], env); x = body; continue
        f, *args = [evaluate(e, env) for e in x]
        if isinstance(f, Procedure):
            x, env = f.body, Env(f.params, args, f.env)
        else: return f(*args)
prog = """
(define (fact n) (if (<= n 1) 1 (* n (fact (- n 1)))))
(display (fact 30))
(define (fib n) (if (< n 2) n (+ (fib (- n 1)) (fib (- n 2)))))
(display (map fib (list 1 2 3 4 5 6 7 8 9 10)))
(define make-counter (lambda () (let ((n 0)) (lambda () (begin (set! n (+ n 1)) n)))))
(define c (make-counter))
(c) (c) (display (c))
(define (loop n acc) (if (= n 0) acc (loop (- n 1) (+ acc n))))
(display (loop 10000 0))
(display (quote (a (b c) 1.5)))
(display (sqrt 2)) (display pi)
(display fact)
"""
toks = tokenize(prog)
while toks: evaluate(parse(toks))
for bad in ["(foo 1)", "(", ")", "(car (list))", "(1 2)"]:
    try: print(evaluate(parse(tokenize(bad))))
    except Exception as e: print(type(e).__name__, e)
evaluate(parse(tokenize("(undefined-thing)")))
