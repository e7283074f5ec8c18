import subprocess, tempfile, os, shutil, contextvars, pathlib, decimal
r = subprocess.run(["echo","hi"],capture_output=True,text=True); print(r)
r = subprocess.run("exit 3",shell=True); print(r.returncode)
try: subprocess.run(["/nonexistent/x"])
except FileNotFoundError as e: print(e)
print(subprocess.check_output(["cat"],input=b"abc"))
p=subprocess.Popen(["sh","-c","read x; echo got $x; echo err >&2"],stdin=subprocess.PIPE,stdout=subprocess.PIPE,stderr=subprocess.PIPE,text=True)
print(p.communicate("line\n"))
with tempfile.TemporaryDirectory() as d:
    p=pathlib.Path(d)/"a"/"b"; p.mkdir(parents=True); (p/"f.txt").write_text("héllo"); print((p/"f.txt").read_text(), [x.name for x in sorted(pathlib.Path(d).rglob("*"))])
    shutil.copytree(d+"/a", d+"/c"); print(sorted(os.listdir(d)))
v=contextvars.ContextVar("v",default=1); t=v.set(2); print(v.get()); v.reset(t); print(v.get(), contextvars.copy_context().run(lambda: v.set(5) and v.get()), v.get())
print(decimal.Decimal("1.1")+decimal.Decimal("2.2"), decimal.Decimal(1)/3)
with tempfile.NamedTemporaryFile("w") as f: f.write("x"); f.flush(); print(os.path.getsize(f.name))
