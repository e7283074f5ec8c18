"""Looking at live objects."""

import sys
import types

CO_OPTIMIZED, CO_NEWLOCALS, CO_VARARGS, CO_VARKEYWORDS = 1, 2, 4, 8
CO_NESTED, CO_GENERATOR, CO_NOFREE = 16, 32, 64
CO_COROUTINE, CO_ITERABLE_COROUTINE, CO_ASYNC_GENERATOR = 128, 256, 512


class _empty:
    """Stands for what is not there."""


def ismodule(object):
    return isinstance(object, types.ModuleType)


def isclass(object):
    return isinstance(object, type)


def ismethod(object):
    return isinstance(object, types.MethodType)


def isfunction(object):
    return isinstance(object, types.FunctionType)


def isbuiltin(object):
    return isinstance(object, types.BuiltinFunctionType)


def isroutine(object):
    return isbuiltin(object) or isfunction(object) or ismethod(object) or isinstance(
        object, (types.MethodDescriptorType, types.WrapperDescriptorType))


def isgeneratorfunction(obj):
    obj = getattr(obj, "__func__", obj)
    return isfunction(obj) and bool(obj.__code__.co_flags & CO_GENERATOR)


def isgenerator(object):
    return isinstance(object, types.GeneratorType)


def iscoroutinefunction(obj):
    """Whether calling it makes a coroutine."""
    obj = _unwrap_partial(obj)
    return isfunction(obj) and bool(obj.__code__.co_flags & CO_COROUTINE)


def _unwrap_partial(obj):
    while ismethod(obj):
        obj = obj.__func__
    while type(obj).__name__ == "partial":
        obj = obj.func
    return obj


def isasyncgenfunction(obj):
    """Whether calling it makes an asynchronous generator."""
    obj = _unwrap_partial(obj)
    return isfunction(obj) and bool(obj.__code__.co_flags & CO_ASYNC_GENERATOR)


def isasyncgen(object):
    return isinstance(object, types.AsyncGeneratorType)


def getcoroutinestate(coroutine):
    """CORO_CREATED, CORO_RUNNING, CORO_SUSPENDED or CORO_CLOSED."""
    return _state("CORO_", coroutine.cr_running, coroutine.cr_suspended, coroutine.cr_frame)


def getgeneratorstate(generator):
    """GEN_CREATED, GEN_RUNNING, GEN_SUSPENDED or GEN_CLOSED."""
    return _state("GEN_", generator.gi_running, generator.gi_suspended, generator.gi_frame)


def _state(prefix, is_running, is_suspended, frame):
    if is_running:
        return prefix + "RUNNING"
    if is_suspended:
        return prefix + "SUSPENDED"
    return prefix + ("CLOSED" if frame is None else "CREATED")


def getcoroutinelocals(coroutine):
    """The local variables of a coroutine that can still run, as a dict."""
    frame = coroutine.cr_frame
    return {} if frame is None else frame.f_locals


def getgeneratorlocals(generator):
    """The local variables of a generator that can still run, as a dict."""
    frame = generator.gi_frame
    return {} if frame is None else frame.f_locals


CORO_CREATED, CORO_RUNNING = "CORO_CREATED", "CORO_RUNNING"
CORO_SUSPENDED, CORO_CLOSED = "CORO_SUSPENDED", "CORO_CLOSED"
GEN_CREATED, GEN_RUNNING = "GEN_CREATED", "GEN_RUNNING"
GEN_SUSPENDED, GEN_CLOSED = "GEN_SUSPENDED", "GEN_CLOSED"


def iscoroutine(object):
    return isinstance(object, types.CoroutineType)



def isawaitable(object):
    """Whether it can stand behind `await`."""
    return (isinstance(object, types.CoroutineType)
            or isgenerator(object) and bool(object.gi_code.co_flags & CO_ITERABLE_COROUTINE)
            or hasattr(type(object), "__await__"))


def istraceback(object):
    return isinstance(object, types.TracebackType)


def isframe(object):
    return isinstance(object, types.FrameType)


def iscode(object):
    return isinstance(object, types.CodeType)


def isdatadescriptor(object):
    return hasattr(type(object), "__set__") or hasattr(type(object), "__delete__")


def isabstract(object):
    return isinstance(object, type) and bool(getattr(object, "__abstractmethods__", None))


def getmembers(object, predicate=None):
    """(name, value) of all attributes, by name."""
    found = []
    for key in dir(object):
        try:
            value = getattr(object, key)
        except AttributeError:
            continue
        if predicate is None or predicate(value):
            found.append((key, value))
    found.sort(key=lambda pair: pair[0])
    return found


def getmro(cls):
    return cls.__mro__


def currentframe():
    return sys._getframe(1)


def unwrap(func, *, stop=None):
    while hasattr(func, "__wrapped__") and not (stop is not None and stop(func)):
        func = func.__wrapped__
    return func


def cleandoc(doc):
    """The text without the margin of its lines."""
    lines = doc.expandtabs().split("\n")
    margin = min([len(s) - len(s.lstrip()) for s in lines[1:] if s.strip()], default=0)
    lines = [lines[0].lstrip()] + [s[margin:] for s in lines[1:]]
    while lines and not lines[-1]:
        lines.pop()
    while lines and not lines[0]:
        lines.pop(0)
    return "\n".join(lines)


def getdoc(object):
    doc = getattr(object, "__doc__", None)
    return cleandoc(doc) if isinstance(doc, str) else None


def getmodule(object):
    return sys.modules.get(getattr(object, "__module__", None))


def getfile(object):
    if ismodule(object):
        return object.__file__
    if isclass(object):
        module = sys.modules.get(object.__module__)
        if getattr(module, "__file__", None):
            return module.__file__
        raise TypeError("{!r} is a built-in class".format(object))
    object = getattr(object, "__func__", object)
    code = getattr(object, "__code__", object)
    if iscode(code):
        return code.co_filename
    raise TypeError("module, class, method, function, traceback, frame, or code object was expected, "
                    "got {}".format(type(object).__name__))


getsourcefile = getfile


def getsourcelines(object):
    """The lines of the object's definition and the number of the first."""
    import linecache
    lines = linecache.getlines(getfile(object))
    if not lines:
        raise OSError("could not get source code")
    if ismodule(object):
        return lines, 0
    if isclass(object):
        words = ("class " + object.__name__, )
        start = next((i for i, s in enumerate(lines) if s.lstrip().startswith(words)
                      and not s.lstrip()[len(words[0])].isalnum()), None)
        if start is None:
            raise OSError("could not find class definition")
        while start and lines[start - 1].lstrip().startswith("@"):
            start -= 1
    else:
        object = unwrap(getattr(object, "__func__", object))
        start = getattr(object, "__code__", object).co_firstlineno - 1
    margin = len(lines[start]) - len(lines[start].lstrip())
    body = start
    while lines[body].lstrip().startswith("@"):
        body += 1
    end = last = body + 1
    depth = sum(lines[body].count(c) for c in "([{") - sum(lines[body].count(c) for c in ")]}")
    while end < len(lines):
        text = lines[end].strip()
        if depth <= 0 and text and len(lines[end]) - len(lines[end].lstrip()) <= margin:
            break
        if depth > 0:
            depth += sum(text.count(c) for c in "([{") - sum(text.count(c) for c in ")]}")
        end += 1
        if text:
            last = end
    return lines[start:last], start + 1


def getsource(object):
    return "".join(getsourcelines(object)[0])


class _Kind(int):
    def __str__(self):
        return ("POSITIONAL_ONLY", "POSITIONAL_OR_KEYWORD", "VAR_POSITIONAL", "KEYWORD_ONLY",
                "VAR_KEYWORD")[self]

    __repr__ = lambda self: f"<_ParameterKind.{self}: {int(self)}>"
    name = property(__str__)
    description = property(lambda self: ("positional-only", "positional or keyword",
                                         "variadic positional", "keyword-only",
                                         "variadic keyword")[self])


def formatannotation(annotation, base_module=None):
    if getattr(annotation, "__module__", None) == "typing":
        return repr(annotation).replace("typing.", "")
    if isinstance(annotation, types.GenericAlias):
        return str(annotation)
    if isinstance(annotation, type):
        if annotation.__module__ in ("builtins", base_module):
            return annotation.__qualname__
        return annotation.__module__ + "." + annotation.__qualname__
    return repr(annotation)


class Parameter:
    """One parameter of a signature."""

    __slots__ = ("name", "kind", "default", "annotation")
    POSITIONAL_ONLY, POSITIONAL_OR_KEYWORD, VAR_POSITIONAL, KEYWORD_ONLY, VAR_KEYWORD = map(_Kind,
                                                                                            range(5))
    empty = _empty

    def __init__(self, name, kind, *, default=_empty, annotation=_empty):
        self.name, self.kind = name, kind
        self.default, self.annotation = default, annotation

    def replace(self, *, name=_empty, kind=_empty, annotation=_empty, default=_empty):
        def pick(new, old):
            return old if new is _empty else new
        return Parameter(pick(name, self.name), pick(kind, self.kind),
                         default=pick(default, self.default),
                         annotation=pick(annotation, self.annotation))

    def __str__(self):
        text = self.name
        if self.annotation is not _empty:
            text += ": " + formatannotation(self.annotation)
        if self.default is not _empty:
            text += (" = " if self.annotation is not _empty else "=") + repr(self.default)
        return ("*" if self.kind == 2 else "**" if self.kind == 4 else "") + text

    def __repr__(self):
        return '<Parameter "%s">' % self

    def __eq__(self, other):
        return isinstance(other, Parameter) and (self.name, self.kind, self.default, self.annotation) \
            == (other.name, other.kind, other.default, other.annotation)

    def __hash__(self):
        return hash((self.name, self.kind))


class BoundArguments:
    """Arguments by parameter."""

    def __init__(self, signature, arguments):
        self.signature, self.arguments = signature, arguments

    @property
    def args(self):
        found = []
        for name, p in self.signature.parameters.items():
            if p.kind in (3, 4) or name not in self.arguments:
                break
            if p.kind == 2:
                found.extend(self.arguments[name])
            else:
                found.append(self.arguments[name])
        return tuple(found)

    @property
    def kwargs(self):
        found, after = {}, False
        for name, p in self.signature.parameters.items():
            if name not in self.arguments:
                after = after or p.kind < 2
                continue
            if p.kind == 4:
                found.update(self.arguments[name])
            elif p.kind == 3 or after and p.kind == 1:
                found[name] = self.arguments[name]
        return found

    def apply_defaults(self):
        filled = {}
        for name, p in self.signature.parameters.items():
            if name in self.arguments:
                filled[name] = self.arguments[name]
            elif p.default is not _empty:
                filled[name] = p.default
            elif p.kind == 2:
                filled[name] = ()
            elif p.kind == 4:
                filled[name] = {}
        self.arguments = filled

    def __repr__(self):
        return "<BoundArguments (%s)>" % ", ".join(f"{k}={v!r}" for k, v in self.arguments.items())


class Signature:
    """Parameters and the annotation of the result."""

    empty = _empty

    def __init__(self, parameters=None, *, return_annotation=_empty):
        self.parameters = types.MappingProxyType({p.name: p for p in parameters or ()})
        self.return_annotation = return_annotation

    def replace(self, *, parameters=_empty, return_annotation=_empty):
        return Signature(self.parameters.values() if parameters is _empty else parameters,
                         return_annotation=self.return_annotation if return_annotation is _empty
                         else return_annotation)

    def __str__(self):
        parts, positional, star = [], False, True
        for p in self.parameters.values():
            if p.kind == 0:
                positional = True
            elif positional:
                parts.append("/")
                positional = False
            if p.kind == 2:
                star = False
            elif p.kind == 3 and star:
                parts.append("*")
                star = False
            parts.append(str(p))
        if positional:
            parts.append("/")
        text = "(%s)" % ", ".join(parts)
        if self.return_annotation is not _empty:
            text += " -> " + formatannotation(self.return_annotation)
        return text

    def __repr__(self):
        return "<Signature %s>" % self

    def __eq__(self, other):
        return isinstance(other, Signature) and dict(self.parameters) == dict(other.parameters) and \
            self.return_annotation == other.return_annotation

    def _bind(self, args, kwargs, partial):
        found, args = {}, list(args)
        for name, p in self.parameters.items():
            if p.kind == 2:
                if args:
                    found[name] = tuple(args)
                    args = []
            elif p.kind == 4:
                if kwargs:
                    found[name] = kwargs
                    kwargs = {}
            elif args and p.kind != 3:
                if name in kwargs and p.kind == 1:
                    raise TypeError(f"multiple values for argument {name!r}")
                found[name] = args.pop(0)
            elif name in kwargs and p.kind != 0:
                found[name] = kwargs.pop(name)
            elif p.default is _empty and not partial:
                raise TypeError(f"missing a required argument: {name!r}")
        if args:
            raise TypeError("too many positional arguments")
        if kwargs:
            raise TypeError(f"got an unexpected keyword argument {next(iter(kwargs))!r}")
        return BoundArguments(self, found)

    def bind(self, /, *args, **kwargs):
        return self._bind(args, kwargs, False)

    def bind_partial(self, /, *args, **kwargs):
        return self._bind(args, kwargs, True)


def _function_signature(func):
    code = func.__code__
    names = code.co_varnames
    count, only = code.co_argcount, code.co_posonlyargcount
    defaults = func.__defaults__ or ()
    annotations = getattr(func, "__annotations__", {}) or {}
    result = []
    for i, name in enumerate(names[:count]):
        at = i - (count - len(defaults))
        result.append(Parameter(name, Parameter.POSITIONAL_ONLY if i < only
                                else Parameter.POSITIONAL_OR_KEYWORD,
                                default=defaults[at] if at >= 0 else _empty,
                                annotation=annotations.get(name, _empty)))
    end = count + code.co_kwonlyargcount
    if code.co_flags & CO_VARARGS:
        name = names[end]
        result.append(Parameter(name, Parameter.VAR_POSITIONAL,
                                annotation=annotations.get(name, _empty)))
    for name in names[count:end]:
        result.append(Parameter(name, Parameter.KEYWORD_ONLY,
                                default=(func.__kwdefaults__ or {}).get(name, _empty),
                                annotation=annotations.get(name, _empty)))
    if code.co_flags & CO_VARKEYWORDS:
        name = names[end + bool(code.co_flags & CO_VARARGS)]
        result.append(Parameter(name, Parameter.VAR_KEYWORD,
                                annotation=annotations.get(name, _empty)))
    return Signature(result, return_annotation=annotations.get("return", _empty))


def _without_first(found):
    return Signature(list(found.parameters.values())[1:], return_annotation=found.return_annotation)


def signature(obj, *, follow_wrapped=True):
    """How the object can be called."""
    if not callable(obj):
        raise TypeError("%r is not a callable object" % (obj,))
    if isinstance(obj, types.MethodType):
        return _without_first(signature(obj.__func__))
    if follow_wrapped:
        obj = unwrap(obj, stop=lambda f: hasattr(f, "__signature__"))
    found = getattr(obj, "__signature__", None)
    if isinstance(found, Signature):
        return found
    if isinstance(obj, types.FunctionType):
        return _function_signature(obj)
    if isinstance(obj, type):
        for name in ("__new__", "__init__"):
            for base in obj.__mro__:
                method = base.__dict__.get(name)
                if method is not None:
                    method = getattr(method, "__func__", method)
                    if isinstance(method, types.FunctionType):
                        return _without_first(_function_signature(method))
                    break
        if obj.__init__ is object.__init__:
            return Signature()
    call = getattr(type(obj), "__call__", None)
    if isinstance(call, types.FunctionType):
        return _without_first(_function_signature(call))
    raise ValueError("no signature found for builtin {!r}".format(obj))


def stack(context=1):
    found, frame = [], sys._getframe(1)
    while frame:
        found.append((frame, frame.f_code.co_filename, frame.f_lineno, frame.f_code.co_name, None, None))
        frame = frame.f_back
    return found
