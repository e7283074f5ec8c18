parts, text = [], ""
for i in range(60000):
    parts.append(f"{i:05d}:{i * i % 97:x}/{i / 7:.3f}")
    text += "ab"[i % 2]
joined = ";".join(parts)
print(len(joined), joined.count("1"), text.count("ab"), joined[1000:1040])
total = 0
for part in joined.split(";"):
    number, rest = part.split(":", 1)
    total += int(number) + len(rest.partition("/")[2])
print(total, "%s %r %5.2f %-6d|" % ("x", "y", 3.14159, 42), joined[::-997])
rows = ["{:>8}|{:<8}|{:^8}".format(i, i * 2, hex(i)) for i in range(20000)]
print(sum(len(r.strip()) for r in rows), rows[77], "".join(r[0] for r in rows[:20]).replace(" ", "."))
