for s in ('import __debug__','import a as __debug__','from a import __debug__','from a import b as __debug__','import __debug__.x','import x.__debug__','with a as __debug__: pass','try: pass\nexcept A as __debug__: pass','match x:\n case __debug__: pass','__debug__ += 1','(__debug__ := 1)','global __debug__','lambda __debug__: 1','for __debug__ in x: pass','[x for __debug__ in y]','@__debug__\ndef f(): pass','class A(__debug__=1): pass','__debug__: int','__debug__: int = 1','def f(*__debug__): pass','def f(**__debug__): pass','a.__debug__','del a.__debug__','a.__debug__ += 1', 'a.__debug__: int = 1'):
    try:
        compile(s, '<s>', 'exec')
        print(repr(s), 'ok')
    except SyntaxError as e:
        print(repr(s), type(e).__name__, e.msg, e.lineno, e.offset, e.end_lineno, e.end_offset, repr(e.text))
