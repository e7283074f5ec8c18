"""ElementTree, minidom, pulldom, sax, plistlib and xmlrpc on documents of some size."""
import datetime, hashlib, io, os, plistlib, random, tempfile
import xml.dom.minidom, xml.dom.pulldom, xml.sax, xml.sax.saxutils
import xml.etree.ElementTree as ET
import xmlrpc.client

r = random.Random(5)
words = "alpha beta gamma délta <tag> & \"quoted\" 'single' 漢字 line\nbreak ]]>".split(" ")


def build(depth):
    element = ET.Element(r.choice(["a", "b", "{urn:x}c", "d"]), {"id": str(r.randrange(1000)), "k": r.choice(words)})
    element.text = r.choice(words) if r.random() < 0.7 else None
    if depth:
        for i in range(r.randrange(6)):
            element.append(build(depth - 1))
            element[-1].tail = r.choice(words) if r.random() < 0.5 else None
        if r.random() < 0.2:
            element.append(ET.Comment(" a comment "))
            element.append(ET.ProcessingInstruction("target", "data"))
    return element


def digest(text):
    return hashlib.sha256(text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


root = ET.Element("root")
for i in range(40):
    root.append(build(5))
texts = {}
for encoding in ("unicode", "utf-8", "us-ascii", "utf-16", "iso-8859-1"):
    texts[encoding] = ET.tostring(root, encoding=encoding, xml_declaration=encoding != "unicode")
    print(encoding, len(texts[encoding]), digest(texts[encoding]))
again = ET.fromstring(texts["unicode"])
print(sum(1 for e in again.iter()), sum(1 for e in root.iter() if isinstance(e.tag, str)))
print(ET.tostring(ET.fromstring(texts["utf-16"])) == ET.tostring(again), ET.tostring(ET.fromstring(texts["us-ascii"])) == ET.tostring(again))
print(digest(ET.canonicalize(texts["unicode"])), digest(ET.tostring(again, method="text", encoding="unicode")))
print(digest(ET.tostring(again, method="html", encoding="unicode")))
ET.indent(again)
print(digest(ET.tostring(again)))
for path in ("a", ".//a", "*/b", ".//{urn:x}c", ".//a[@id='7']", "./a/b[1]", ".//d[last()]", ".//{*}c/..", "a[b]", ".//b[.='alpha']"):
    found = again.findall(path)
    print(path, len(found), [e.get("id") for e in found[:3]])
print(len(list(again.itertext())), again.find("nothing"), again.findtext("nothing", "otherwise"))
events = [(kind, getattr(e, "tag", e)) for kind, e in ET.iterparse(io.BytesIO(texts["utf-8"]), ("start", "end", "start-ns", "end-ns", "comment", "pi"))]
print(len(events), digest(str([e for e in events if isinstance(e[1], (str, tuple))])))
pull = ET.XMLPullParser(["end"])
for i in range(0, len(texts["utf-8"]), 1000):
    pull.feed(texts["utf-8"][i:i + 1000])
print(sum(1 for e in pull.read_events()))
with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "x.xml")
    ET.ElementTree(root).write(path, encoding="utf-8", xml_declaration=True)
    print(ET.tostring(ET.parse(path).getroot()) == ET.tostring(ET.fromstring(texts["unicode"])))
for bad in ("", "<a>", "<a></b>", "<a b=1/>", "<a>&x;</a>", "<a><b></a>", "text", "<a/><b/>", "<a a='1' a='2'/>", b"<a>\xff</a>", "<p:a/>"):
    try:
        ET.fromstring(bad)
    except ET.ParseError as e:
        print(type(e).__name__, e, e.code, e.position)

dom = xml.dom.minidom.parseString(texts["utf-8"])
print(digest(dom.toxml()), digest(dom.toprettyxml(indent=" ")), len(dom.getElementsByTagName("a")), len(dom.getElementsByTagNameNS("urn:x", "c")))
small = xml.dom.minidom.parseString('<?xml version="1.0"?><!DOCTYPE r [<!ENTITY e "v"><!ATTLIST r d CDATA "default">]><r x="1"><!-- c -->&e;<s/><![CDATA[raw]]></r>')
print(small.toxml(), small.documentElement.attributes.items(), small.doctype.internalSubset)
print([(n.nodeType, n.nodeName, n.nodeValue) for n in small.documentElement.childNodes])
kinds = {}
for kind, node in xml.dom.pulldom.parseString(texts["unicode"]):
    kinds[kind] = kinds.get(kind, 0) + 1
print(kinds)


class Handler(xml.sax.ContentHandler):
    def __init__(self):
        self.counts, self.log = {}, []

    def count(self, what):
        self.counts[what] = self.counts.get(what, 0) + 1

    def startElement(self, name, attributes):
        self.count("start")
        self.log.append((name, sorted(attributes.items())))

    def endElement(self, name):
        self.count("end")

    def processingInstruction(self, target, data):
        self.count("pi")

    def startElementNS(self, name, qname, attributes):
        self.count(name)


handler = Handler()
xml.sax.parseString(texts["utf-8"], handler)
print(handler.counts, digest(str(handler.log)))
parser = xml.sax.make_parser()
parser.setFeature(xml.sax.handler.feature_namespaces, True)
handler = Handler()
parser.setContentHandler(handler)
parser.parse(io.BytesIO(texts["iso-8859-1"]))
print(sorted(map(str, handler.counts.items())))
out = io.StringIO()
xml.sax.parseString(b"<a x='&lt;1'>t&amp;<b/></a>", xml.sax.saxutils.XMLGenerator(out))
print(out.getvalue())
for bad in (b"<a>", b"<a></b>", b""):
    try:
        xml.sax.parseString(bad, Handler())
    except xml.sax.SAXParseException as e:
        print(e, e.getLineNumber(), e.getColumnNumber())

value = {"text": "é <&>", "number": 5, "real": 1.5, "yes": True, "list": [1, [2, {"deep": b"bytes" * 30}]],
         "date": datetime.datetime(2020, 1, 2, 3, 4, 5), "empty": {}, "big": 2 ** 63}
for form in (plistlib.FMT_XML, plistlib.FMT_BINARY):
    data = plistlib.dumps(value, fmt=form)
    print(len(data), digest(data), plistlib.loads(data) == value)
print(plistlib.dumps(value).decode())
for bad in (b"<plist><dict><key>a</key></dict></plist>", b"<plist><x/></plist>", b"nothing"):
    try:
        plistlib.loads(bad)
    except Exception as e:
        print(type(e).__name__, e)

call = xmlrpc.client.dumps((1, "two <", 3.5, [True, None], {"k": b"bytes"}, datetime.datetime(2020, 1, 2)), "method", allow_none=True)
print(call)
arguments, method = xmlrpc.client.loads(call, use_builtin_types=True)
print(arguments, method)
try:
    xmlrpc.client.loads(xmlrpc.client.dumps(xmlrpc.client.Fault(4, "text")))
except xmlrpc.client.Fault as e:
    print(e)
