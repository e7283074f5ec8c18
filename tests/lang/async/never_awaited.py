async def f(): return 1
f()
print('x')
