#include "vm/import_names.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "types/list.h"
#include "types/protocol.h"
#include "types/str.h"
#include "vm/import_path.h"

/* Sorted: searched by bisection. */
static const char *const standard_names[] = {
    "abc", "aifc", "antigravity", "argparse", "array", "ast", "asynchat", "asyncio", "asyncore",
    "atexit", "audioop", "base64", "bdb", "binascii", "bisect", "builtins", "bz2", "cProfile",
    "calendar", "cgi", "cgitb", "chunk", "cmath", "cmd", "code", "codecs", "codeop",
    "collections", "colorsys", "compileall", "concurrent", "configparser", "contextlib",
    "contextvars", "copy", "copyreg", "crypt", "csv", "ctypes", "curses", "dataclasses",
    "datetime", "dbm", "decimal", "difflib", "dis", "distutils", "doctest", "email", "encodings",
    "ensurepip", "enum", "errno", "faulthandler", "fcntl", "filecmp", "fileinput", "fnmatch",
    "fractions", "ftplib", "functools", "gc", "genericpath", "getopt", "getpass", "gettext",
    "glob", "graphlib", "grp", "gzip", "hashlib", "heapq", "hmac", "html", "http", "idlelib",
    "imaplib", "imghdr", "imp", "importlib", "inspect", "io", "ipaddress", "itertools", "json",
    "keyword", "lib2to3", "linecache", "locale", "logging", "lzma", "mailbox", "mailcap",
    "marshal", "math", "mimetypes", "mmap", "modulefinder", "msilib", "msvcrt", "multiprocessing",
    "netrc", "nis", "nntplib", "nt", "ntpath", "nturl2path", "numbers", "opcode", "operator",
    "optparse", "os", "ossaudiodev", "pathlib", "pdb", "pickle", "pickletools", "pipes",
    "pkgutil", "platform", "plistlib", "poplib", "posix", "posixpath", "pprint", "profile",
    "pstats", "pty", "pwd", "py_compile", "pyclbr", "pydoc", "pydoc_data", "pyexpat", "queue",
    "quopri", "random", "re", "readline", "reprlib", "resource", "rlcompleter", "runpy", "sched",
    "secrets", "select", "selectors", "shelve", "shlex", "shutil", "signal", "site", "smtpd",
    "smtplib", "sndhdr", "socket", "socketserver", "spwd", "sqlite3", "sre_compile",
    "sre_constants", "sre_parse", "ssl", "stat", "statistics", "string", "stringprep", "struct",
    "subprocess", "sunau", "symtable", "sys", "sysconfig", "syslog", "tabnanny", "tarfile",
    "telnetlib", "tempfile", "termios", "textwrap", "this", "threading", "time", "timeit",
    "tkinter", "token", "tokenize", "tomllib", "trace", "traceback", "tracemalloc", "tty",
    "turtle", "turtledemo", "types", "typing", "unicodedata", "unittest", "urllib", "uu", "uuid",
    "venv", "warnings", "wave", "weakref", "webbrowser", "winreg", "winsound", "wsgiref",
    "xdrlib", "xml", "xmlrpc", "zipapp", "zipfile", "zipimport", "zlib", "zoneinfo",
};

static int compare_names(const void *key, const void *element)
{
    return strcmp(key, *(const char *const *)element);
}

ouro_object *ouro_import_standard_names(ouro_runtime *rt)
{
    ouro_object *list = ouro_list_new(rt, sizeof standard_names / sizeof *standard_names);
    for (size_t i = 0; list && i < sizeof standard_names / sizeof *standard_names; i++) {
        ouro_object *name = ouro_str_from(rt, standard_names[i]);
        if (!name || !ouro_list_append_take(rt, list, name))
            clearref(rt, &list);
    }
    ouro_object *names =
        list ? ouro_call1(rt, (ouro_object *)builtin_class(rt, TYPE_FROZENSET), list) : NULL;
    xdecref(rt, list);
    return names;
}

/* Modules of CPython written in C that ouro does not have; the library's own modules import them. */
static bool is_native_of_cpython(const char *name)
{
    static const char *const names[] = {"_asyncio", "_crypt", "_ctypes", "_curses", "_dbm", "_gdbm",
                                        "_sqlite3", "_ssl", "_symtable",
                                        "_tkinter", "_xxsubinterpreters"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (!strcmp(name, names[i]))
            return true;
    return false;
}

static bool library_is_there(void)
{
    const char *library = ouro_import_library();
    struct stat status;
    return library && stat(library, &status) == 0 && S_ISDIR(status.st_mode);
}

/* Adds a line that the traceback shows; str(error) stays as it is. */
void ouro_import_note_standard(ouro_runtime *rt, ouro_object *name)
{
    ouro_object *error = ouro_error_take(rt), *owner;
    size_t size;
    const char *text = ouro_str_utf8(rt, name, &size, &owner);
    bool is_standard = text && bsearch(text, standard_names, sizeof standard_names / sizeof *standard_names,
                                       sizeof *standard_names, compare_names);
    if (text && error && (is_standard || is_native_of_cpython(text))) {
        ouro_object *note =
            library_is_there()
                ? ouro_str_format(rt, "ouro has no module '%s': docs/differences.md lists what it has", text)
                : ouro_str_format(rt, "the standard library is not installed: its package is "
                                      "libpython3.11-stdlib (docs/differences.md)");
        ouro_object *method = ouro_str_intern_text(rt, "add_note");
        ouro_object *result = note && method ? ouro_call_method(rt, error, method, &note, 1) : NULL;
        xdecref(rt, note);
        xdecref(rt, method);
        xdecref(rt, result);
    }
    xdecref(rt, owner);
    ouro_error_clear(rt); /* benign: the note is a courtesy */
    ouro_error_restore(rt, error);
}
