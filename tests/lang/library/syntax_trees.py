import ast, sys
src=open(__file__).read()
t=ast.parse(src); import hashlib; print(hashlib.md5(ast.dump(t,include_attributes=True).encode()).hexdigest())
print(hashlib.md5(ast.unparse(t).encode()).hexdigest())
print(ast.dump(ast.parse("x: int = 1 if a else b\nmatch x:\n  case [1,*y] | {'a':z, **r} if q: pass\n  case P(1,k=None) as w: ...\nasync def f(a,/,b=1,*c,d,e=2,**g)->'r':\n  async with x as y, z: await q\n  return f'{a!r:>{w}}' u'x'\n"),indent=1))
print(ast.literal_eval("[1,(2,-3.5),{'a':{1}},b'x',None,1+2j]"))
try: ast.literal_eval("f()")
except ValueError as e: print(str(e)[:40])
try: ast.literal_eval("1 +")
except SyntaxError as e: print(e)
class T(ast.NodeTransformer):
    def visit_Constant(self,n): return ast.copy_location(ast.Constant(n.value*2),n) if isinstance(n.value,int) else n
    def visit_Name(self,n): return ast.copy_location(ast.Name('y' if n.id=='x' else n.id, n.ctx), n)
tree=T().visit(ast.parse("x=21\nprint(y, -y)\ndef f(a): return [i*2 for i in range(a) if i]\nprint(f(2))\n\n1/0 if y==0 else raise_"))
ast.fix_missing_locations(tree)
try: exec(compile(tree,"<t>","exec"))
except NameError as e: print(e, e.__traceback__.tb_next.tb_lineno)
print(eval(compile(ast.Expression(ast.BinOp(ast.Constant(-2,lineno=1,col_offset=0),ast.Pow(),ast.Constant((1,2),lineno=1,col_offset=0),lineno=1,col_offset=0)),"","eval")) if 0 else eval(compile(ast.fix_missing_locations(ast.Expression(ast.Constant(-7))),"","eval")))
for bad in (lambda: compile(ast.Module([ast.Expr(ast.Name("x"))],[]),"","exec"), lambda: compile(ast.Module(),"","exec"), lambda: ast.Name(1,2,3), lambda: compile(ast.Expression(ast.Name("x",ast.Load(),lineno=1,col_offset=0)),"","exec"),lambda: ast.Name("x",id=3)):
    try: bad()
    except Exception as e: print(type(e).__name__, e)
n=ast.parse("def f():\n  'doc'\n  pass").body[0]; print(ast.get_docstring(n), [type(x).__name__ for x in ast.walk(n)], list(ast.iter_fields(n.args))[:2], n.lineno, ast.Name.__doc__, ast.Name._fields, ast.expr._attributes)
print(ast.get_source_segment("a + b*c", ast.parse("a + b*c").body[0].value.right), isinstance(ast.Constant(1), ast.Num), repr(ast.Load())[:10])
