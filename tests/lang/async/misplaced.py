async def f():
    yield 1
print(type(f()), f.__code__.co_flags & 0x200)
try:
    for x in f(): pass
except TypeError as e: print(e)
try:
    aiter(3)
except TypeError as e: print(e)
try:
    anext(3)
except TypeError as e: print(e)
try:
    f().send(1)
except AttributeError as e: print(e)
for s in ['async def f():\n yield 1\n return 2', 'def f():\n async for x in y: pass','def f():\n async with y: pass','def f():\n return [x async for x in y]','async def f():\n yield from x','def f(): await x', 'await x', 'async for x in y: pass', '[x async for x in y]',
 'async with x: pass', 'def f():\n (x async for x in y)', 'async def f():\n def g():\n  await x']:
    try: compile(s,'<s>','exec'); print('ok')
    except SyntaxError as e: print(e, e.lineno, e.offset)
