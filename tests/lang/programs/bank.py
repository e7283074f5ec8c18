"""A simulation of a bank with accounts, transactions, a ledger and reports."""
from collections import defaultdict, namedtuple
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import Enum
from functools import reduce, total_ordering


class Kind(Enum):
    DEPOSIT = "deposit"
    WITHDRAWAL = "withdrawal"
    TRANSFER = "transfer"

    def __str__(self):
        return self.value.capitalize()


class BankError(Exception):
    """Base of all errors."""


class InsufficientFunds(BankError):
    def __init__(self, account, needed):
        self.account, self.needed = account, needed
        super().__init__(f"{account.owner} has {account.balance:.2f}, needs {needed:.2f}")


class UnknownAccount(BankError, KeyError):
    def __str__(self):
        return f"no account {self.args[0]}"


Entry = namedtuple("Entry", "kind amount source target", defaults=(None,))


@total_ordering
@dataclass(eq=False)
class Account:
    number: int
    owner: str
    balance: float = 0.0
    history: list = field(default_factory=list, repr=False)

    def __eq__(self, other):
        return isinstance(other, Account) and self.number == other.number

    def __lt__(self, other):
        return self.balance < other.balance

    def __hash__(self):
        return hash(self.number)

    def deposit(self, amount):
        if amount <= 0:
            raise ValueError("amount must be positive")
        self.balance += amount
        self.history.append(("+", amount))

    def withdraw(self, amount):
        if amount > self.balance:
            raise InsufficientFunds(self, amount)
        self.balance -= amount
        self.history.append(("-", amount))


class Savings(Account):
    rate = 0.05

    def add_interest(self):
        self.deposit(round(self.balance * self.rate, 2))


class Bank:
    def __init__(self):
        self._accounts = {}
        self._next = 1000
        self.ledger = []
        self.listeners = []

    def open(self, owner, balance=0, cls=Account):
        account = cls(self._next, owner, balance)
        self._accounts[self._next] = account
        self._next += 1
        return account

    def __getitem__(self, number):
        try:
            return self._accounts[number]
        except KeyError:
            raise UnknownAccount(number) from None

    def __iter__(self):
        return iter(self._accounts.values())

    def __len__(self):
        return len(self._accounts)

    def __contains__(self, number):
        return number in self._accounts

    @contextmanager
    def transaction(self):
        saved = {n: (a.balance, len(a.history)) for n, a in self._accounts.items()}
        try:
            yield self
        except BankError as e:
            for n, (balance, length) in saved.items():
                self._accounts[n].balance = balance
                del self._accounts[n].history[length:]
            print("rolled back:", e)
        else:
            print("committed")

    def record(self, *entry):
        self.ledger.append(Entry(*entry))
        for listener in self.listeners:
            listener(self.ledger[-1])

    def transfer(self, source, target, amount):
        self[target].deposit(amount)
        self[source].withdraw(amount)
        self.record(Kind.TRANSFER, amount, source, target)


bank = Bank()
bank.listeners.append(lambda e: print(f"  > {e.kind} of {e.amount:,.2f} from {e.source} to {e.target}"))
ann, bob, cy = bank.open("Ann", 100), bank.open("Bob"), bank.open("Cy", 1000, Savings)
print(ann, bob, cy, sep="\n")
with bank.transaction():
    bank.transfer(1000, 1001, 30)
    bank.transfer(1002, 1000, 500.5)
with bank.transaction():
    bank.transfer(1001, 1002, 10)
    bank.transfer(1001, 1002, 1000)
with bank.transaction():
    bank.transfer(1000, 9999, 1)
try:
    with bank.transaction():
        ann.deposit(-5)
except ValueError as e:
    print("error", e)
cy.add_interest()
for account in sorted(bank, reverse=True):
    print(f"{account.number} {account.owner:<5}|{account.balance:>10,.2f}|{account.history}")
print(max(bank).owner, min(bank).owner, ann > bob, ann == bob, 1000 in bank, len(bank), len({ann, bob, ann}))
totals = defaultdict(float)
for e in bank.ledger:
    totals[e.source] -= e.amount
    totals[e.target] += e.amount
print(dict(totals), reduce(lambda a, e: a + e.amount, bank.ledger, 0))
print(bank.ledger[0], bank.ledger[0]._asdict(), bank.ledger[0]._replace(amount=1), Entry._fields, Entry._field_defaults)
try:
    bank[5]
except KeyError as e:
    print(type(e).__name__, e, e.args, e.__cause__, e.__suppress_context__)
try:
    bob.withdraw(1e6)
except InsufficientFunds as e:
    print(e, e.account is bob, e.needed)
print(Kind("transfer"), Kind.DEPOSIT, repr(Kind.DEPOSIT), Kind["WITHDRAWAL"].name, list(Kind))
