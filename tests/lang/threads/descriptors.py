"""A thread that waits for a descriptor or a process lets the others run."""
import os, select, socket, subprocess, sys, threading, time

r, w = os.pipe()
order = []


def reader():
    order.append(os.read(r, 10))


t = threading.Thread(target=reader)
t.start()
time.sleep(0.02)
order.append("main goes on")
os.write(w, b"text")
t.join()
print(order)

data = []


def drain():
    while (piece := os.read(r, 50000)) and sum(map(len, data)) < 999999:
        data.append(piece)
        if sum(map(len, data)) >= 1000000:
            break


t = threading.Thread(target=drain)
t.start()
print(os.write(w, b"x" * 1000000))
t.join()
print(sum(map(len, data)))

server = socket.create_server(("127.0.0.1", 0))


def serve():
    for i in range(3):
        connection, address = server.accept()
        with connection:
            got = b""
            while not got.endswith(b"\n"):
                got += connection.recv(100)
            connection.sendall(got.upper() * 1000)


t = threading.Thread(target=serve)
t.start()
for i in range(3):
    with socket.create_connection(server.getsockname()) as s:
        s.sendall(b"line %d\n" % i)
        total = b""
        while piece := s.recv(4096):
            total += piece
        print(len(total), total[:8])
t.join()
a, b = socket.socketpair()
a.settimeout(0.02)
try:
    a.recv(1)
except TimeoutError as e:
    print(e)
t = threading.Thread(target=lambda: (time.sleep(0.02), b.sendall(b"late" * 200000)))
t.start()
a.settimeout(None)
buffer = bytearray(800000)
done = 0
while done < len(buffer):
    done += a.recv_into(memoryview(buffer)[done:])
t.join()
print(buffer == b"late" * 200000)

for wait in (lambda: select.select([r], [], [], 5)[0] == [r], lambda: bool(select.select([r, a], [], [])[0])):
    t = threading.Timer(0.02, os.write, (w, b"!"))
    t.start()
    print(wait(), os.read(r, 1))
    t.join()
p = select.poll()
p.register(r, select.POLLIN)
e = select.epoll()
e.register(r, select.EPOLLIN)
for waiter in (lambda: p.poll(5000), lambda: e.poll(5), lambda: p.poll(), lambda: e.poll()):
    t = threading.Timer(0.02, os.write, (w, b"!"))
    t.start()
    print(len(waiter()), os.read(r, 1))
    t.join()
print(p.poll(10), e.poll(0.01), select.select([r], [], [], 0.01))
ticks = []
stop = False


def tick():
    while not stop:
        ticks.append(1)
        time.sleep(0.01)


t = threading.Thread(target=tick)
t.start()
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(0.15)"])
print(child.wait(), len(ticks) > 3)
stop = True
t.join()
print([len(select.select([], [w], [], 0)[1])])
