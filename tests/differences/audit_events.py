# The interpreter itself raises no audit events.
import sys
seen = []
sys.addaudithook(lambda event, args: seen.append(event))
compile("1", "<text>", "eval")
sys.audit("own")
print("compile" in seen, "own" in seen)
