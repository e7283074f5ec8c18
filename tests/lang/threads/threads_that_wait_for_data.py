# Threads that wait for a pipe, a socket, a child: the others go on meanwhile.
import os
import select
import socket
import socketserver
import subprocess
import sys
import threading
import urllib.request
from http.server import BaseHTTPRequestHandler, HTTPServer

# a reader before there is anything to read
ends = os.pipe()
seen = []
reader = threading.Thread(target=lambda: seen.append(os.read(ends[0], 100)))
reader.start()
os.write(ends[1], b"late")
reader.join()
print(seen)

# more than a pipe holds
total = 0


def drain():
    global total
    while True:
        data = os.read(ends[0], 5000)
        if data == b"end":
            return
        total += len(data)


reader = threading.Thread(target=drain)
reader.start()
print(os.write(ends[1], b"x" * 300000))
while total < 300000:
    pass
os.write(ends[1], b"end")
reader.join()
print(total)


class Echo(socketserver.StreamRequestHandler):
    def handle(self):
        for line in self.rfile:
            self.wfile.write(line.upper())


with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Echo) as server:
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}).start()

    def talk(number, answers):
        with socket.create_connection(server.server_address) as client:
            file = client.makefile("rw")
            for i in range(3):
                file.write(f"client {number} line {i}\n")
                file.flush()
                answers.append(file.readline())

    lists = [[] for _ in range(4)]
    clients = [threading.Thread(target=talk, args=(i, answers)) for i, answers in enumerate(lists)]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    server.shutdown()
    print(lists)


class Page(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"path " + self.path.encode())

    def log_message(self, *args):
        pass


with HTTPServer(("127.0.0.1", 0), Page) as server:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    url = "http://127.0.0.1:%d/a/b" % server.server_port
    print([urllib.request.urlopen(url + str(i)).read() for i in range(3)])
    server.shutdown()
    thread.join()

# large transfers both ways between two threads
one, other = socket.socketpair()
thread = threading.Thread(target=lambda: (other.sendall(b"y" * 2000000), other.close()))
thread.start()
length = 0
while data := one.recv(65536):
    length += len(data)
thread.join()
print(length)

# select and poll in a thread
ends = os.pipe()
answers = []
thread = threading.Thread(target=lambda: answers.append(select.select([ends[0]], [], [], 10)[0] == [ends[0]]))
thread.start()
os.write(ends[1], b"z")
thread.join()
poll = select.poll()
poll.register(ends[0], select.POLLIN)
os.read(ends[0], 1)
thread = threading.Thread(target=lambda: answers.append(poll.poll(5000)[0][0] == ends[0]))
thread.start()
os.write(ends[1], b"z")
thread.join()
os.read(ends[0], 1)
print(answers, select.select([ends[0]], [], [], 0.01)[0], poll.poll(10))

# a child whose end depends on another thread
child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
codes = []
thread = threading.Thread(target=lambda: codes.append(child.wait()))
thread.start()
child.stdin.write(b"\n")
child.stdin.close()
thread.join()
print(codes)
one, other = socket.socketpair()
one.settimeout(0.02)
thread = threading.Thread(target=threading.Event().wait, args=(0.2,))
thread.start()
try:
    one.recv(1)
except TimeoutError as error:
    print(error)
thread.join()
