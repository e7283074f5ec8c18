"""A network of cooperating tasks: queues of packets, devices, handlers, workers."""


class Packet:
    def __init__(self, link, ident, kind):
        self.link, self.ident, self.kind = link, ident, kind
        self.datum, self.data = 0, [0] * 4

    def append_to(self, queue):
        self.link = None
        if queue is None:
            return self
        at = queue
        while at.link is not None:
            at = at.link
        at.link = self
        return queue


class Task:
    def __init__(self, ident, priority, queue, system):
        self.ident, self.priority, self.queue, self.system = ident, priority, queue, system
        self.is_waiting = queue is None

    def give(self, packet):
        self.queue = packet.append_to(self.queue)
        self.is_waiting = False

    def step(self):
        packet = self.queue
        if packet is None:
            self.is_waiting = True
            return
        self.queue = packet.link
        self.run(packet)


class Worker(Task):
    count = 0

    def run(self, packet):
        packet.ident = 1 + (packet.ident + 1) % 3
        packet.datum = 0
        for i in range(4):
            self.count = (self.count + 1) % 26
            packet.data[i] = 65 + self.count
        self.system.send(packet, self.ident)


class Handler(Task):
    held = None

    def run(self, packet):
        if packet.kind == "work":
            packet.datum += packet.data[packet.datum % 4] % 3 + 1
        packet.kind = "device" if packet.kind == "work" else "work"
        self.system.send(packet, self.ident)


class System:
    def __init__(self):
        self.tasks, self.sent, self.log = [], 0, 0

    def send(self, packet, sender):
        self.sent += 1
        self.log = (self.log * 31 + packet.datum + sender) % 1000003
        self.tasks[packet.ident % len(self.tasks)].give(packet)

    def run(self, rounds):
        for _ in range(rounds):
            for task in sorted(self.tasks, key=lambda t: t.priority):
                if not task.is_waiting:
                    task.step()


def main():
    system = System()
    for i in range(4):
        packet = Packet(None, i, "work" if i % 2 else "device")
        kind = Worker if i % 2 == 0 else Handler
        system.tasks.append(kind(i, (i * 7) % 4, Packet(packet, i + 1, "device"), system))
    system.run(60000)
    print(system.sent, system.log)


main()
