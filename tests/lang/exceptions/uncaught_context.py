def parse(text):
    try:
        return int(text)
    except ValueError:
        return float(text)


print(parse("5"), parse("2.5"))
parse("x")
