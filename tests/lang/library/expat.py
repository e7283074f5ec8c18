"""pyexpat: parsers, handlers, attributes, faults."""
import pyexpat


def t(f,*a,**k):
    try:
        r = f(*a,**k)
        print('a parser' if isinstance(r, pyexpat.XMLParserType) else r)
    except BaseException as e: print(type(e).__module__,type(e).__name__,e)
P=pyexpat.ParserCreate
t(P,3); t(P,'x',3); t(P,'x','ab'); t(P,None,''); t(P,intern=3); t(P,foo=3); t(P,1,2,3,4); print(P(intern=None).intern, P().intern); t(P,'utf-8',None,{}); t(P, 'a\0b')
p=P(); t(p.Parse); t(p.Parse,3); t(p.Parse,'<a>',1,2); t(p.Parse,'<a>',isfinal=1); t(p.Parse,b'<a>'); t(p.Parse,b'</a>',True); t(p.Parse,b'')
p=P(); 
try: p.Parse('<a>\n<b></c>',True)
except pyexpat.ExpatError as e: print(e, e.code, e.lineno, e.offset, e.args, vars(e))
print(p.ErrorCode,p.ErrorLineNumber,p.ErrorColumnNumber,p.ErrorByteIndex,p.CurrentByteIndex,p.CurrentLineNumber,p.CurrentColumnNumber)
p=P()
t(setattr,p,'x',1); t(delattr,p,'StartElementHandler'); t(setattr,p,'buffer_size','a'); t(setattr,p,'buffer_size',0); t(setattr,p,'buffer_size',1<<40); t(setattr,p,'buffer_text','a'); print(p.buffer_text,p.buffer_size,p.buffer_used); t(delattr,p,'buffer_text'); t(delattr,p,'buffer_size')
t(delattr,p,'ordered_attributes'); t(setattr,p,'ordered_attributes','yes'); print(p.ordered_attributes); t(setattr,p,'ErrorCode',3);t(setattr,p,'intern',3); t(delattr,p,'namespace_prefixes'); t(delattr, p, 'specified_attributes')
t(p.SetBase,3); t(p.SetBase,'a/b'); t(p.GetBase); t(P().GetBase); t(p.GetInputContext); t(p.SetParamEntityParsing,'a'); t(p.SetParamEntityParsing,2); t(p.UseForeignDTD,True); t(p.UseForeignDTD); p.Parse('<a>'); t(p.UseForeignDTD); t(p.ExternalEntityParserCreate,None); t(p.ExternalEntityParserCreate,3); t(p.ExternalEntityParserCreate,'x','y','z'); t(p.ExternalEntityParserCreate); t(p.ParseFile,3)
class F:
    def __init__(s,v): s.v=v
    def read(s,n): return s.v
t(P().ParseFile,F(3)); t(P().ParseFile,F('a')); t(P().ParseFile,F(b'a'*9999)); t(P().ParseFile,F(b'')); 
import io
t(P().ParseFile,io.BytesIO(b'<a/>')); t(P().ParseFile,io.StringIO('<a/>')); t(P().ParseFile,io.BytesIO(bytearray(b'<a>')))
t(pyexpat.ErrorString,3); t(pyexpat.ErrorString,300); t(pyexpat.ErrorString,'x'); t(pyexpat.XMLParserType); t(type,'S',(pyexpat.XMLParserType,),{})
print(type(p), pyexpat.ExpatError, pyexpat.error is pyexpat.ExpatError, pyexpat.ExpatError.__mro__, pyexpat.ExpatError.__doc__)
p=P(); p.StartElementHandler=lambda n,a: 1/0; p.EndElementHandler=print
t(p.Parse,'<a><b/></a>',1); print(p.StartElementHandler,p.EndElementHandler); t(p.Parse,'<a/>')
p=P(); p.StartElementHandler=3; t(p.Parse,'<a/>')
p=P(); p.StartElementHandler=lambda n: 3; t(p.Parse,'<a/>')
p=P(); p.ExternalEntityRefHandler=lambda *a: (print(a),'x')[1]; t(p.Parse,'<!DOCTYPE a [<!ENTITY e SYSTEM "f">]><a>&e;</a>',1)
p=P(); p.ExternalEntityRefHandler=lambda *a: (print(a),0)[1]; t(p.Parse,'<!DOCTYPE a [<!ENTITY e SYSTEM "f">]><a>&e;</a>',1)
p=P(); p.NotStandaloneHandler=lambda *a: (print(a),0)[1]; t(p.Parse,'<!DOCTYPE a SYSTEM "x" [<!ENTITY e SYSTEM "f"> %p; ]><a>&e;</a>',1)
for enc in ('utf-16','iso-8859-1','koi8-r','cp1252','nonsense','utf-8','ascii'):
    p=P(); p.CharacterDataHandler=print; t(p.Parse,('<?xml version="1.0" encoding="%s"?><a>'%enc).encode()+b'\xe4\xc1</a>',1)
    p=P(enc); p.CharacterDataHandler=print; t(p.Parse,b'<a>\xe4\xc1</a>',1)
t(P().Parse,'<a>\ud800</a>')
p=P(); p.namespace_prefixes=True; p.StartElementHandler=print; t(p.Parse,'<x:a xmlns:x="u" x:y="1"/>')
p=P(namespace_separator='|'); p.namespace_prefixes=1; p.StartElementHandler=print;p.StartNamespaceDeclHandler=print;p.EndNamespaceDeclHandler=print; t(p.Parse,'<x:a xmlns:x="u" xmlns="d" x:y="1"/>'); print(p.namespace_prefixes, sorted(map(str, p.intern)))
p=P(); p.CharacterDataHandler=lambda d: p.Parse('<b/>'); 
print(P().__reduce_ex__ and 1); 
import copy; t(copy.copy,P())
p=P(); p.CharacterDataHandler=lambda d:(print(d,p.CurrentLineNumber,p.CurrentColumnNumber,p.CurrentByteIndex,p.GetInputContext()));p.Parse('<a>\nhé&lt;x</a>',1)
p=P();p.buffer_text=True;p.buffer_size=4;p.CharacterDataHandler=print;p.StartElementHandler=print;p.Parse('<a>abcdefghij&lt;k\nl<b>x\ny</b>z</a>');print(p.buffer_used)
p.buffer_size=8;print(p.buffer_size,p.buffer_text); p.buffer_text=False
t(p.Parse, '<a>'*3, 'x'); t(p.Parse,bytearray(b' '),0); t(p.Parse, memoryview(b' '))

print(pyexpat.native_encoding, pyexpat.__doc__, sorted(pyexpat.errors.codes.items(), key=lambda i: i[1]) == sorted((v, k) for k, v in pyexpat.errors.messages.items()))
print(len(pyexpat.errors.codes), pyexpat.errors.XML_ERROR_TAG_MISMATCH, [(n, getattr(pyexpat.model, n)) for n in dir(pyexpat.model) if n[:2] == 'XM'])
print([n for n in dir(pyexpat) if n != 'expat_CAPI'], pyexpat.features[:3])
import xml.parsers.expat, sys
print(xml.parsers.expat.model is sys.modules['pyexpat.model'], sys.modules['pyexpat.errors'].__name__)

document = """<?xml version="1.0" encoding="utf-8" standalone="no"?>
<?style sheet?>
<!-- before -->
<!DOCTYPE root PUBLIC "-//x//y" "http://nowhere/x.dtd" [
  <!ELEMENT root (a?, (b | c)*, d+)>
  <!ELEMENT a (#PCDATA | b)*>
  <!ELEMENT e EMPTY>
  <!ELEMENT f ANY>
  <!ATTLIST a x CDATA #REQUIRED y (one | two) "one" z ID #IMPLIED w CDATA #FIXED "f">
  <!NOTATION gif SYSTEM "viewer">
  <!ENTITY pic SYSTEM "p.gif" NDATA gif>
  <!ENTITY ent "<b>text &amp; more</b>">
  <!ENTITY ext PUBLIC "pub" "sys.xml">
  <!ENTITY % par "<!ELEMENT c EMPTY>">
  %par;
]>
<root xmlns="urn:d" xmlns:p="urn:p"><a x="1" p:q="2">text<![CDATA[ <raw> ]]>&ent;&ext;</a><p:b/>
 t\u00fc &#65; &unknown; </root>
<?after it?>
"""
names = [n for n in dir(pyexpat.XMLParserType) if 'Handler' in n]


def watch(parser, indent=''):
    for n in names:
        def handler(*args, n=n):
            shown = args
            if n == 'ExternalEntityRefHandler':  # the order of the namespaces is random
                shown = (sorted(args[0].split('\f')),) + args[1:]
            print(indent + n, shown, parser.CurrentLineNumber, parser.CurrentColumnNumber)
            if n == 'ExternalEntityRefHandler':
                child = parser.ExternalEntityParserCreate(args[0])
                print(indent, child.intern is parser.intern, child.buffer_text, child.ordered_attributes)
                watch(child, indent + '  ')
                child.Parse('<c>inside</c>text', True)
                return 1
            return 1
        if n not in ('DefaultHandler', 'DefaultHandlerExpand', 'ExternalEntityRefHandler') or 'default' in kinds or n[0] == 'E':
            setattr(parser, n, handler)


for kinds in ((), ('default',), ('ns',), ('ordered', 'buffer'), ('specified',)):
    parser = pyexpat.ParserCreate(namespace_separator=' ' if 'ns' in kinds else None)
    print('----', kinds)
    parser.ordered_attributes = 'ordered' in kinds
    parser.buffer_text = 'buffer' in kinds
    parser.specified_attributes = 'specified' in kinds
    parser.SetParamEntityParsing(pyexpat.XML_PARAM_ENTITY_PARSING_NEVER)
    watch(parser)
    t(parser.Parse, document, True)

# Pieces of every size say the same.
for size in (1, 2, 7, 64):
    events = []
    parser = pyexpat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = lambda n, a: events.append((n, a))
    parser.CharacterDataHandler = lambda d: events.append(d)
    data = document.encode()
    for i in range(0, len(data), size):
        parser.Parse(data[i:i + size])
    parser.Parse(b'', True)
    print(size, len(events), hash(str(events)) and events[-1])

# A parser in a cycle with its handlers goes.
import gc, weakref


class Holder:
    def __init__(self):
        self.parser = pyexpat.ParserCreate()
        self.parser.StartElementHandler = self.start
        self.parser.Parse('<a>')

    def start(self, n, a):
        pass


gone = weakref.ref(Holder())
gc.collect()
print(gone())
p = pyexpat.ParserCreate()


def leave(data):
    p.CharacterDataHandler = None
    print('left', data)


p.CharacterDataHandler = leave
print(p.Parse('<a>one\ntwo\nthree</a>', True))
