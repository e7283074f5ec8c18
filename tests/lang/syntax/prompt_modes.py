for s in ['1 2', 'x = 1', 'import a', '1;2', '1\n2', '\n1', ' 1', '1 ', '1\n', '(1', '1)', 'pass', 'lambda', 'yield', '*a', 'a,', '*a,', 'x := 1', '#c', '1 #c', 'def f(): pass', 'await a', 'f"{1}"', '\t1', '"a', '\\\n1']:
    try: print(repr(s), compile(s, 'f', 'eval') and 'ok')
    except SyntaxError as e: print(repr(s), type(e).__name__, e.msg, e.lineno, e.offset, e.end_lineno, e.end_offset, repr(e.text))
for s in ['1\n2', 'x = 1\ny=2', 'if 1: pass', 'if 1:\n  pass', 'if 1:\n  pass\n', '1;2', 'def f(): pass', 'def f():\n  pass', 'x', '\n', '#c', 'a b', 'try:\n  pass\nexcept:\n  pass\n', '(', '"""a', '@a']:
    try: print(repr(s), compile(s, 'f', 'single') and 'ok')
    except SyntaxError as e: print(repr(s), type(e).__name__, e.msg, e.lineno, e.offset, e.end_lineno, e.end_offset, repr(e.text))
import codeop
for s in ['', 'x', 'if 1:', 'if 1:\n  pass', 'if 1:\n  pass\n', '(', 'a b', '"""', '"a', 'def f():', 'x = \\', 'class A:\n def f(s):\n  pass', '@a', 'try:', 'a = [', 'f(\n1,']:
    try: print(repr(s), codeop.compile_command(s) is not None)
    except (SyntaxError, ValueError, OverflowError) as e: print(repr(s), e)
