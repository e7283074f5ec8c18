"""input() at a terminal once readline is imported: editing, history, completion, hooks, the end of input."""
import os, pty, re, select, sys, time

PROGRAM = r"""
import readline, signal
readline.parse_and_bind("set enable-bracketed-paste off")
readline.parse_and_bind("tab: complete")
words = ["alpha", "alpine", "beta gamma"]
def complete(text, state):
    found = [w for w in words if w.startswith(text)]
    return found[state] if state < len(found) else None
readline.set_completer(complete)
readline.set_startup_hook(lambda: readline.insert_text(start))
start = ""
def ask():
    try:
        print("=", repr(input("> ")), flush=True)
    except BaseException as e:
        print("=", type(e).__name__, e, flush=True)
for i in range(5):
    ask()
start = "given "
ask()
readline.set_startup_hook()
readline.set_auto_history(False)
ask()
print("=", [readline.get_history_item(i + 1) for i in range(readline.get_current_history_length())], flush=True)
ask()
ask()
"""

# What is typed for each question.
TYPED = [b"hello\n", b"helo\x1b[Dl\x05!\n", b"\x1b[A\x1b[A?\n", b"be\t\n", b"\xc3\xa4\xe2\x82\xac\x7f\n", b"start\n", b"unkept\n", b"\x03", b"\x04"]


buffer = b""


def expect(pattern):
    """What comes until the pattern: the match."""
    global buffer
    while not (match := re.search(pattern, buffer)):
        if not select.select([terminal], [], [], 20)[0]:
            raise TimeoutError(buffer)
        buffer += os.read(terminal, 4096)
    buffer = buffer[match.end():]
    return match


child, terminal = pty.fork()
if child == 0:
    os.environ.update(TERM="dumb", INPUTRC=os.devnull)
    os.execv(sys.executable, [sys.executable, "-c", PROGRAM])
for typed in TYPED:
    expect(b"> ")
    time.sleep(0.05)
    os.write(terminal, typed)
    print(expect(rb"= ([^\r\n]*)\r\n")[1].decode())
    if typed.startswith(b"unkept"):
        print(expect(rb"= ([^\r\n]*)\r\n")[1].decode())
print(os.waitpid(child, 0)[1])
