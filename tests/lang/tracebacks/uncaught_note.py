class Stack:

    def pop(self):
        try:
            return self.items.pop()
        except AttributeError as e:
            e.add_note('Stack was never filled')
            raise
Stack().pop()
