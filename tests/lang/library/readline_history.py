"""readline without a terminal: history, its files, delimiters, completers."""
import os, readline, rlcompleter, tempfile


def fault(function, *args):
    try:
        print(function(*args))
    except Exception as e:
        print(type(e).__name__, e)


print(readline.get_current_history_length(), readline.get_history_length(), repr(readline.get_line_buffer()))
for line in ("first", "second line", "dritte \xe4\u20ac"):
    readline.add_history(line)
print(readline.get_current_history_length(), [readline.get_history_item(i) for i in range(5)])
readline.replace_history_item(0, "replaced")
readline.remove_history_item(1)
print([readline.get_history_item(i) for i in (1, 2, 3)])
for call in ((readline.remove_history_item, 5), (readline.remove_history_item, -1), (readline.replace_history_item, 9, "x"),
             (readline.replace_history_item, -1, "x"), (readline.add_history, 5), (readline.get_history_item, "x"),
             (readline.read_history_file, "/nonexistent/history"), 
             (readline.set_completer, 5), (readline.set_startup_hook, 5), (readline.set_pre_input_hook, 5),
             (readline.set_completion_display_matches_hook, 5), (readline.set_completer_delims, 5), (readline.add_history, "a\0b")):
    fault(*call)

folder = tempfile.mkdtemp()
path = os.path.join(folder, "history")
readline.write_history_file(path)
with open(path, "rb") as file:
    print(file.read())
readline.add_history("fourth")
readline.append_history_file(1, path)
readline.clear_history()
print(readline.get_current_history_length())
readline.read_history_file(path)
print([readline.get_history_item(i + 1) for i in range(readline.get_current_history_length())])
readline.set_history_length(2)
readline.write_history_file(path.encode())
print(readline.get_history_length(), open(path, "rb").read().count(b"\n"))
os.remove(path)
os.rmdir(folder)

print(readline.get_completer(), repr(readline.get_completer_delims()))
readline.set_completer_delims(" ;")
print(repr(readline.get_completer_delims()), readline.get_begidx(), readline.get_endidx(), readline.get_completion_type())
completer = rlcompleter.Completer({"apple": 1, "apply": 2, "names": []}).complete
readline.set_completer(completer)
print(readline.get_completer() == completer, [completer("app", i) for i in range(3)], completer("names.appe", 0))
readline.set_completer()
print(readline.get_completer())
readline.parse_and_bind("tab: complete")
