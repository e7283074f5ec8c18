"""A recursive descent parser and evaluator for arithmetic, run over generated text."""


class Parser:
    def __init__(self, text):
        self.text, self.at = text, 0

    def peek(self):
        while self.at < len(self.text) and self.text[self.at] == " ":
            self.at += 1
        return self.text[self.at] if self.at < len(self.text) else ""

    def expression(self):
        left = self.term()
        while self.peek() in ("+", "-"):
            operator = self.text[self.at]
            self.at += 1
            left = (operator, left, self.term())
        return left

    def term(self):
        left = self.factor()
        while self.peek() in ("*", "/"):
            operator = self.text[self.at]
            self.at += 1
            left = (operator, left, self.factor())
        return left

    def factor(self):
        c = self.peek()
        if c == "(":
            self.at += 1
            inner = self.expression()
            if self.peek() != ")":
                raise SyntaxError("expected )")
            self.at += 1
            return inner
        start = self.at
        while self.at < len(self.text) and self.text[self.at].isdigit():
            self.at += 1
        if start == self.at:
            raise SyntaxError("expected a number at %d" % start)
        return int(self.text[start:self.at])


def evaluate(tree):
    if isinstance(tree, int):
        return tree
    operator, left, right = tree
    a, b = evaluate(left), evaluate(right)
    if operator == "+":
        return a + b
    if operator == "-":
        return a - b
    if operator == "*":
        return a * b % 1000003
    return a // b if b else 0


total = 0
for i in range(2500):
    text = "(%d + %d) * %d - (%d / (%d + 1)) + ((%d))" % (i, i * 7, i % 13, i * 3, i % 5, i) + " + 1 * 2" * (i % 20)
    total += evaluate(Parser(text).expression())
errors = 0
for text in ("(1", "1 +", "*", "((2)") * 400:
    try:
        Parser(text).expression()
    except SyntaxError:
        errors += 1
print(total, errors)
