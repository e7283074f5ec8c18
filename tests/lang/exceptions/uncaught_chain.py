import sys


class AppError(Exception):
    pass


class Account:
    def withdraw(self, amount):
        try:
            return self.check(amount)
        except ValueError as e:
            raise AppError(f"cannot withdraw {amount}") from e

    def check(self, amount):
        if amount > 10:
            raise ValueError("too much")


def main():
    account = Account()
    account.withdraw(5)
    print("first worked")
    try:
        account.withdraw(50)
    except AppError as e:
        e.add_note("a note\nof two lines")
        print({}["missing"])


main()
