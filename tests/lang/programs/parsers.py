import re, json

class P:

    def __init__(s, t):
        s.t = t
        s.i = 0

    def ws(s):
        t = s.t
        while s.i < len(t) and t[s.i] in ' \n\t\r':
            s.i += 1

    def value(s):
        s.ws()
        c = s.t[s.i]
        if c == '{':
            s.i += 1
            d = {}
            s.ws()
            if s.t[s.i] == '}':
                s.i += 1
                return d
            while True:
                s.ws()
                k = s.string()
                s.ws()
                assert s.t[s.i] == ':'
                s.i += 1
                d[k] = s.value()
                s.ws()
                s.i += 1
                if s.t[s.i - 1] == '}':
                    return d
        if c == '[':
            s.i += 1
            l = []
            s.ws()
            if s.t[s.i] == ']':
                s.i += 1
                return l
            while True:
                l.append(s.value())
                s.ws()
                s.i += 1
                if s.t[s.i - 1] == ']':
                    return l
        if c == '"':
            return s.string()
        for w, v in (('true', True), ('false', False), ('null', None)):
            if s.t.startswith(w, s.i):
                s.i += len(w)
                return v
        m = NUM.match(s.t, s.i)
        s.i = m.end()
        g = m.group()
        return float(g) if '.' in g or 'e' in g else int(g)

    def string(s):
        s.i += 1
        out = []
        while (c := s.t[s.i]) != '"':
            if c == '\\':
                s.i += 1
                c = {'n': '\n', 't': '\t'}.get(s.t[s.i], s.t[s.i])
            out.append(c)
            s.i += 1
        s.i += 1
        return ''.join(out)
NUM = re.compile('-?\\d+(\\.\\d+)?([eE][+-]?\\d+)?')
data = {'items': [{'id': i, 'name': f'name {i}', 'tags': ['a', 'b\n', str(i)], 'v': i * 1.5, 'ok': i % 2 == 0, 'n': None} for i in range(6)]}
t = json.dumps(data)
print(P(t).value() == data, len(t))
TOK = re.compile('(?P<num>\\d+(?:\\.\\d+)?)|(?P<id>[A-Za-z_]\\w*)|(?P<op>[-+*/()=<>!]+)|(?P<str>"[^"]*")|(?P<ws>\\s+)')
src = 'alpha = beta * (gamma + 3.14) - "text" / delta2 <= 42\n' * 5
print(sum((1 for m in TOK.finditer(src) if m.lastgroup != 'ws')), {k: sum((1 for m in TOK.finditer(src) if m.lastgroup == k)) for k in ('num', 'id')})

def md(text):
    out = []
    for line in text.split('\n'):
        line = re.sub('\\*\\*(.+?)\\*\\*', '<b>\\1</b>', line)
        line = re.sub('\\*(.+?)\\*', '<i>\\1</i>', line)
        line = re.sub('`([^`]+)`', '<code>\\1</code>', line)
        line = re.sub('\\[([^]]+)\\]\\(([^)]+)\\)', '<a href="\\2">\\1</a>', line)
        if (m := re.match('(#+) (.*)', line)):
            out.append(f'<h{len(m[1])}>{m[2]}</h{len(m[1])}>')
        elif line.startswith('- '):
            out.append(f'<li>{line[2:]}</li>')
        elif line:
            out.append(f'<p>{line}</p>')
    return '\n'.join(out)
print(len(md('# Title\n\nSome **bold** and *it* text with `code` and [link](http://x.y).\n- item one\n- item *two*\n' * 3)))
