def parse(src):
    jumps, stack = ({}, [])
    for i, c in enumerate(src):
        if c == '[':
            stack.append(i)
        elif c == ']':
            j = stack.pop()
            jumps[i] = j
            jumps[j] = i
    return jumps

def run(src, out):
    jumps = parse(src)
    tape = [0] * 300
    p = i = 0
    n = len(src)
    while i < n:
        c = src[i]
        if c == '>':
            p += 1
        elif c == '<':
            p -= 1
        elif c == '+':
            tape[p] = tape[p] + 1 & 255
        elif c == '-':
            tape[p] = tape[p] - 1 & 255
        elif c == '.':
            out.append(chr(tape[p]))
        elif c == '[' and (not tape[p]):
            i = jumps[i]
        elif c == ']' and tape[p]:
            i = jumps[i]
        i += 1
out = []
run('++++++++[>++++[>++>+++>+++>+<<<<-]>+>+>->>+[<]<-]>>.>---.+++++++..+++.>>.<-.<.+++.------.--------.>>+.>++.' * 2, out)
print(repr(''.join(out)))
