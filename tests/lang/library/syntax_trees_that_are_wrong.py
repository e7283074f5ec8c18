# Trees that no parser makes: compile() says what is wrong with them.
import ast


def show(body, mode="exec"):
    try:
        tree = ast.Expression(body) if mode == "eval" else ast.Module(body if type(body) is list else [body], [])
        compile(ast.fix_missing_locations(tree), "<tree>", mode)
        print("fine")
    except (TypeError, ValueError, SyntaxError) as error:
        print(type(error).__name__, error)


x, y, p = ast.Name("x", ast.Load()), ast.Name("y", ast.Store()), ast.Pass()
none = ast.arguments([], [], None, [], [], None, [])
for body in [
        ast.Assert(y, None), ast.Import([]), ast.ImportFrom(None, [ast.alias("x", None)], -42),
        ast.FunctionDef("f", none, [], [], None), ast.FunctionDef("f", none, [p], [y], None),
        ast.ClassDef("C", [y], [], [p], []), ast.ClassDef("C", [], [], [], []), ast.Delete([]),
        ast.Delete([x]), ast.Assign([], x), ast.Assign([x], x), ast.Assign([y], y),
        ast.Assign([ast.Constant(1)], x), ast.AugAssign(x, ast.Add(), x), ast.For(y, x, [], []),
        ast.For(x, x, [p], []), ast.For(y, y, [p], []), ast.While(x, [], []), ast.If(y, [p], []),
        ast.With([], [p]), ast.With([ast.withitem(x, x)], [p]), ast.Raise(None, x),
        ast.Try([p], [], [], []), ast.Try([p], [], [p], [p]), ast.Try([], [], [], [p]),
        ast.TryStar([p], [], [], []), ast.Global([]), ast.Nonlocal([]), ast.Match(x, []),
        ast.AnnAssign(ast.Attribute(x, "a", ast.Store()), x, None, 1), ast.Return(y),
        ast.Assign([ast.Tuple([x], ast.Store())], x), ast.Assign([ast.Starred(x, ast.Store())], x),
        ast.FunctionDef("f", ast.arguments([], [], None, [], [], None, [x]), [p], [], None),
        ast.FunctionDef("f", ast.arguments([], [], None, [ast.arg("a")], [], None, []), [p], [], None),
        ast.Assign([ast.Name("y", ast.Store())], x)]:
    show(body)
for body in [
        ast.BoolOp(ast.And(), [x]), ast.Dict([x], []), ast.ListComp(x, []), ast.DictComp(x, x, []),
        ast.GeneratorExp(x, []), ast.Compare(x, [ast.In()], []), ast.Call(y, [], []),
        ast.Subscript(x, y, ast.Load()), ast.Lambda(none, y), ast.IfExp(x, y, x), ast.Set([y]),
        ast.List([y], ast.Load()), ast.Tuple([x], ast.Load()), ast.UnaryOp(ast.Not(), y),
        ast.ListComp(x, [ast.comprehension(x, x, [], 0)]), ast.Yield(y), ast.Constant((1, 2))]:
    show(body, "eval")
