import warnings
warnings.simplefilter('error')
for s in ['5if 1 else 2','\nx is 5','assert (1,2)','"\\d"','(1,2)()','"a"["b"]','\n\n  \nx = b"\\q"']:
    try: compile(s, '<t>', 'exec')
    except SyntaxError as e: print(repr(e), e.lineno, e.offset, e.text, e.end_lineno, e.end_offset)
