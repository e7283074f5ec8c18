# DEBUG_STATS and DEBUG_COLLECTABLE write to standard error; figures that depend on the interpreter are left out.
import gc, os, sys, re
if len(sys.argv) == 1:
    gc.disable(); gc.collect()
    read, write = os.pipe()
    saved = os.dup(2); os.dup2(write, 2)
    gc.set_debug(gc.DEBUG_STATS | gc.DEBUG_COLLECTABLE)
    l = []; l.append(l); del l
    gc.collect()
    gc.set_debug(0)
    sys.stderr.flush()
    os.dup2(saved, 2); os.close(write)
    text = os.read(read, 100000).decode()
    for line in text.splitlines():
        line = re.sub(r"0x[0-9a-f]+", "ADDRESS", line)
        line = re.sub(r"\d+\.\d+s", "TIMEs", line)
        if "generation:" in line: line = re.sub(r"\d+", "N", line)
        print(line)
