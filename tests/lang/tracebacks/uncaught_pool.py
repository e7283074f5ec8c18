import threading, concurrent.futures

def w():
    raise ValueError('thread')
t = threading.Thread(target=w, name='wk')
t.start()
t.join()
with concurrent.futures.ThreadPoolExecutor(1) as ex:
    f = ex.submit(w)
f.result()
