import csv, io
data='a,b,"c d"\r\n1,"x ""q"" y",\n"multi\nline",2,3\n\n,\n'
print(list(csv.reader(io.StringIO(data))))
r=csv.DictReader(io.StringIO("n,v\nx,1\ny,2,3\nz\n")); print(list(r), r.fieldnames, r.line_num)
o=io.StringIO(); w=csv.writer(o); w.writerow([1,None,"a,b",'q"q',2.5,"", "li\nne"]); w.writerows([["x"],[""],[]]); print(repr(o.getvalue()))
for q in range(4):
    o=io.StringIO()
    try: csv.writer(o,quoting=q,escapechar='\\',delimiter=';').writerow(["a;b",1,2.0,None,'"',"x y"]); print(repr(o.getvalue()))
    except csv.Error as e: print(q,e)
o=io.StringIO(); d=csv.DictWriter(o,["a","b"],restval="-",extrasaction="ignore"); d.writeheader(); d.writerow({"a":1,"c":3}); print(repr(o.getvalue()))
csv.register_dialect("p",delimiter="|",quoting=csv.QUOTE_NONNUMERIC); print(list(csv.reader(['1|"a"|2.5'],"p")), csv.list_dialects(), csv.get_dialect("p").delimiter)
for bad in (lambda: csv.reader([],delimiter="xx"), lambda: csv.reader([],dialect="nope"), lambda: next(csv.reader([b"x"])), lambda: csv.writer(3), lambda: csv.reader(3), lambda: csv.reader([],quotechar=None,quoting=0), lambda: list(csv.reader(['"a"b'],strict=True)), lambda: list(csv.reader(['"a'],strict=True)), lambda: csv.reader([],foo=1), lambda: csv.writer(io.StringIO()).writerow(3)):
    try: print(bad())
    except Exception as e: print(type(e).__name__, e)
print(csv.Sniffer().sniff("a;b;c\n1;2;3\n").delimiter, csv.Sniffer().has_header("name,age\nbob,3\nal,4\n"), csv.field_size_limit())
print(list(csv.reader(["a, b,  c"],skipinitialspace=True)), list(csv.reader([r'a\,b,c'],escapechar='\\')))
o=io.StringIO(); csv.writer(o,dialect="excel-tab",lineterminator="\n").writerow(["a\tb",1]); print(repr(o.getvalue()))
