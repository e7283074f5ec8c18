import warnings
src = ['5if 1 else 2','x is 5','x is ()','x is None','x is ...','assert (1,2)','"\\d"','b"\\d"','"\\777"','1()','(1,2)()','[1,2][1,2]','"a"["b"]','(lambda:1)[0]','1[2]','{1}[0]','f"{1}"()','None()','0x1for x in y','1or 2','0xfor x', '1_000if 1 else 2','1.5and 2', '1jif x else 2', '0o7in x','0b1is x','1e5or 2','"abc"[1.5]','(1,)["a"]','[1]["a"]','"a"()','[x for x in y]()','f"a"[1]', 'x is "a"', 'x is -1', 'x is 1.5', '1 is 1', 'x is (1,)', 'x is []', 'x is b"a"', 'x is True']
for s in src:
    with warnings.catch_warnings(record=True) as w:
        warnings.simplefilter('always')
        try: compile(s, '<t>', 'exec')
        except SyntaxError as e: print('SE', e)
    print(s, [(x.category.__name__, str(x.message), x.lineno, x.filename) for x in w])
