"""A small service with the leak that services have: sessions that know their users, users that know their
sessions, and a registry of callbacks that nobody ever leaves.

    ouro run examples/leaking_service.py

It answers 2,000 requests read from a log, then ends. The summary names what is unreachable (the session cycles that
no collection has found yet) with the line that made it; what the registry holds is reachable, and so no
leak in that sense: `sessions alive` below shows it. Call the program with --fix and both are gone.
"""
import gc
import sys
import weakref

LOG = [f"{user} {verb} /item/{number % 40}"
       for number in range(2000)
       for user, verb in [(("ann", "bob", "eve", "joe")[number % 4], ("GET", "PUT")[number % 3 == 0])]]


class User:
    def __init__(self, name):
        self.name = name
        self.sessions = []


class Session:
    alive = 0

    def __init__(self, user):
        self.user = user
        self.history = []
        Session.alive += 1

    def __del__(self):
        Session.alive -= 1

    def expire(self):
        self.history.clear()


class Registry:
    """Whom to tell when everything expires."""

    def __init__(self, weakly):
        self.weakly = weakly
        self.callbacks = []

    def add(self, callback):
        self.callbacks.append(weakref.WeakMethod(callback) if self.weakly else callback)

    def expire(self):
        for callback in self.callbacks:
            if self.weakly:
                callback = callback()
            if callback is not None:
                callback()


def serve(line, registry, is_fixed):
    name, verb, path = line.split()
    user = User(name)
    session = Session(user)
    if not is_fixed:
        user.sessions.append(session)          # the session holds the user, the user the session
    elif verb == "PUT":
        user.sessions.append(weakref.ref(session))
    session.history.append((verb, path))
    if verb == "PUT":
        registry.add(session.expire)           # a bound method holds its session
    return len(session.history)


def main():
    is_fixed = "--fix" in sys.argv[1:]
    registry = Registry(weakly=is_fixed)
    gc.collect()
    gc.disable()                               # as latency-minded services do
    answered = sum(serve(line, registry, is_fixed) for line in LOG)
    registry.expire()
    print(f"{answered} requests answered")
    print(f"{Session.alive} sessions alive")


main()
