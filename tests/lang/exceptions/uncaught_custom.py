class ValidationError(Exception):
    def __init__(self, field, message):
        self.field = field
        super().__init__(f"{field}: {message}")


class Form:
    rules = {"age": lambda v: v > 0, "name": bool}

    def __init__(self, **data):
        self.data = data

    def validate(self):
        for name, rule in self.rules.items():
            if not rule(self.data[name]):
                raise ValidationError(name, f"bad value {self.data[name]!r}")
        return self


forms = [Form(age=5, name="x"), Form(age=-1, name="y")]
print([len(f.validate().data) for f in forms[:1]])
results = list(map(lambda f: f.validate(), forms))
