# Lines of a report: f-strings, %, format, split, join, replace, translate.
def report(count):
    lines = []
    for i in range(count):
        name = f"item-{i % 100:03d}"
        lines.append(f"{name:<12}|{i * 0.37:10.2f}|{i!r:>8}|" + "%5.1f%% %s" % (i % 100 / 3, "ok"))
        if i % 10 == 0:
            lines.append("{:>20} {}".format(name.upper(), i))
    return lines


table = str.maketrans("-|", "_;")
total = 0
for _ in range(4):
    lines = report(20000)
    text = "\n".join(lines).translate(table).replace("item", "thing")
    total += len(text) + sum(len(line.split(";")) + line.startswith("thing") for line in text.split("\n"))
print(total)
