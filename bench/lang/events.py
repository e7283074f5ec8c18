# A simulation driven by a heap of (time, number, kind).
import heapq


def simulate(clients, limit):
    queue, now, served, seed = [], 0.0, 0, 12345
    for client in range(clients):
        heapq.heappush(queue, (client * 0.5, client, "arrive"))
    while served < limit:
        now, client, kind = heapq.heappop(queue)
        seed = (seed * 1103515245 + 12345) & 0x7FFFFFFF
        delay = seed / 0x7FFFFFFF
        if kind == "arrive":
            heapq.heappush(queue, (now + delay * 2, client, "leave"))
        else:
            served += 1
            heapq.heappush(queue, (now + delay, client, "arrive"))
    return now


print(f"{simulate(200, 120000):.3f}")
