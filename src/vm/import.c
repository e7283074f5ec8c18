/* The import statement: sys.modules, then native modules, then embedded ones, then sys.path; or as
 * sys.meta_path says once a program has touched it.
 *
 * A module that is being loaded is in sys.modules already, and __spec__._initializing says so. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "types/class_table.h"
#include "types/dict.h"
#include "types/list.h"
#include "types/str.h"
#include "types/tuple.h"
#include "vm/embedded.h"
#include "vm/eval.h"
#include "vm/import_code.h"
#include "vm/import_finders.h"
#include "vm/import_names.h"
#include "vm/import_path.h"
#include "vm/thread.h"

static void error_set_field(ouro_runtime *rt, unsigned field, ouro_object *value)
{
    if (ouro_error_is(rt, EXC_ImportError))
        setref_take(rt, &((struct ouro_exception *)(void *)rt->error)->fields[field],
                    xnewref(value));
}

static ouro_object *raise_not_found(ouro_runtime *rt, ouro_object *name)
{
    ouro_raise(rt, EXC_ModuleNotFoundError, "No module named %R", name);
    error_set_field(rt, 1, name);
    ouro_import_note_standard(rt, name);
    return NULL;
}

/* ---- module objects ---- */

static bool dict_set_owned(ouro_runtime *rt, ouro_object *dict, const char *key, ouro_object *value)
{
    bool is_set = value && ouro_dict_set_text(rt, dict, key, value);
    xdecref(rt, value);
    return is_set;
}

/* What __spec__ holds. origin may be NULL. */
static ouro_object *spec_new(ouro_runtime *rt, ouro_object *name, ouro_object *origin,
                             ouro_object *path)
{
    size_t size;
    ouro_object *owner, *dict = ouro_dict_new(rt), *parent;
    const char *text = ouro_str_utf8(rt, name, &size, &owner);
    if (!dict || !text)
        goto fail;
    const char *dot = strrchr(text, '.');
    if (!ouro_dict_set_text(rt, dict, "name", name) ||
        !ouro_dict_set_text(rt, dict, "loader", rt->none) ||
        !ouro_dict_set_text(rt, dict, "origin", origin ? origin : rt->none) ||
        !ouro_dict_set_text(rt, dict, "submodule_search_locations", path ? path : rt->none) ||
        !ouro_dict_set_text(rt, dict, "_initializing", rt->true_))
        goto fail;
    if (path)
        parent = newref(name);
    else
        parent = dot ? ouro_str_new(rt, text, (size_t)(dot - text)) : rt->empty_str;
    if (!dict_set_owned(rt, dict, "parent", parent))
        goto fail;
    xdecref(rt, owner);
    return ouro_namespace_new(rt, dict);
fail:
    xdecref(rt, owner);
    xdecref(rt, dict);
    return NULL;
}

static void set_initializing(ouro_runtime *rt, ouro_object *module, bool value)
{
    ouro_object *saved = ouro_error_take(rt);
    ouro_object *spec = ouro_dict_peek_str(rt, ouro_module_dict(module), rt->name___spec__);
    ouro_object *key = spec ? ouro_str_intern_text(rt, "_initializing") : NULL;
    if (key && spec != rt->none)
        ouro_setattr(rt, spec, key, bool_object(rt, value));
    xdecref(rt, key);
    ouro_error_clear(rt); /* benign: only the wording of later errors depends on it */
    ouro_error_restore(rt, saved);
}

static bool is_initializing(ouro_runtime *rt, ouro_object *module)
{
    if (!is_exact(module, TYPE_MODULE))
        return false;
    ouro_object *spec = ouro_dict_peek_str(rt, ouro_module_dict(module), rt->name___spec__);
    if (!spec || spec == rt->none)
        return false;
    ouro_object *value = ouro_getattr_text(rt, spec, "_initializing");
    if (!value)
        ouro_error_clear(rt);
    bool is_true = value == rt->true_;
    xdecref(rt, value);
    return is_true;
}

/* Gives the module the specification and the loader that importlib.machinery has for it, if a program
 * uses that; else what spec_new made is enough. */
static bool describe(ouro_runtime *rt, ouro_object *module, ouro_object *origin, ouro_object *file,
                     ouro_object *path)
{
    ouro_object *machinery = ouro_import_machinery(rt);
    if (!machinery)
        return true;
    ouro_object *function = ouro_getattr_text(rt, machinery, "_describe"), *result = NULL;
    ouro_object *args[] = {module, origin ? origin : rt->none, file ? file : rt->none,
                           path ? path : rt->none, rt->true_};
    if (function)
        result = ouro_call(rt, function, args, 5, NULL);
    xdecref(rt, function);
    xdecref(rt, result);
    return result;
}

/* A module with the attributes that importing gives, not yet in sys.modules. file and path may be NULL. */
static ouro_object *module_make(ouro_runtime *rt, ouro_object *name, ouro_object *origin,
                                ouro_object *file, ouro_object *path)
{
    size_t size;
    ouro_object *owner, *module = NULL;
    const char *text = ouro_str_utf8(rt, name, &size, &owner);
    if (!text)
        return NULL;
    module = ouro_module_new(rt, text);
    const char *dot = strrchr(text, '.');
    ouro_object *dict = module ? ouro_module_dict(module) : NULL;
    ouro_object *package = NULL;
    if (path)
        package = newref(name);
    else
        package = dot ? ouro_str_new(rt, text, (size_t)(dot - text)) : rt->empty_str;
    bool is_good = module && ouro_dict_set_text(rt, dict, "__name__", name);
    if (!is_good)
        xdecref(rt, package);
    is_good = is_good && dict_set_owned(rt, dict, "__package__", package) &&
                   ouro_dict_set_text(rt, dict, "__loader__", rt->none) &&
                   dict_set_owned(rt, dict, "__spec__", spec_new(rt, name, origin, path)) &&
                   (!file || ouro_dict_set_text(rt, dict, "__file__", file)) &&
                   (!path || ouro_dict_set_text(rt, dict, "__path__", path));
    xdecref(rt, owner);
    if (is_good && describe(rt, module, origin, file, path))
        return module;
    xdecref(rt, module);
    return NULL;
}

bool ouro_import_describe_builtins(ouro_runtime *rt)
{
    ouro_object *origin = ouro_str_from(rt, "built-in");
    ouro_object *module = ouro_dict_peek_str(rt, rt->modules, rt->name_builtins);
    bool is_good = origin && module &&
                   dict_set_owned(rt, ouro_module_dict(module), "__spec__",
                                  spec_new(rt, rt->name_builtins, origin, NULL));
    xdecref(rt, origin);
    if (is_good)
        set_initializing(rt, module, false);
    return is_good;
}

ouro_object *ouro_import_add_module(ouro_runtime *rt, const char *name)
{
    ouro_object *module = ouro_dict_peek_text(rt, rt->modules, name);
    if (module)
        return newref(module);
    module = ouro_module_new(rt, name);
    if (module && !ouro_dict_set_text(rt, rt->modules, name, module))
        clearref(rt, &module);
    return module;
}

/* Takes a half-made module out of sys.modules again. */
static void forget(ouro_runtime *rt, ouro_object *name)
{
    ouro_object *saved = ouro_error_take(rt);
    if (ouro_dict_remove(rt, rt->modules, name, NULL) < 0)
        ouro_error_clear(rt);
    ouro_error_restore(rt, saved);
}

/* Runs the code in the module, which is entered in sys.modules first. The module as sys.modules has
 * it afterwards, owned. module and code are taken. */
static ouro_object *execute_take(ouro_runtime *rt, ouro_object *module, ouro_object *name,
                                 ouro_object *code)
{
    ouro_object *result = NULL, *value = NULL, *dict = ouro_module_dict(module);
    bool is_entered = ouro_dict_set_text(rt, dict, "__builtins__", rt->builtins) &&
                      ouro_dict_set(rt, rt->modules, name, module);
    if (is_entered)
        value = ouro_vm_run_code(rt, code, dict, NULL);
    decref(rt, code);
    if (!is_entered)
        goto done;
    if (!value) {
        forget(rt, name);
        goto done;
    }
    decref(rt, value);
    set_initializing(rt, module, false);
    result = ouro_dict_peek(rt, rt->modules, name);
    if (result)
        incref(result);
    else if (!rt->error)
        ouro_raise_object(rt, EXC_KeyError, name);
done:
    decref(rt, module);
    return result;
}

/* The same where code may be missing, with an error. */
static ouro_object *run_take(ouro_runtime *rt, ouro_object *module, ouro_object *name,
                             ouro_object *code)
{
    if (code)
        return execute_take(rt, module, name, code);
    decref(rt, module);
    return NULL;
}

/* ---- where modules come from: each NULL without an error when it has none ---- */

static ouro_object *load_native(ouro_runtime *rt, ouro_object *name)
{
    struct ouro_vm *vm = rt->vm;
    for (uint32_t t = 0; t < vm->native_module_tables; t++)
        for (const struct ouro_native_module *row = vm->native_modules[t]; row->name; row++) {
            if (!ouro_str_equal_text(name, row->name))
                continue;
            ouro_object *origin = ouro_str_from(rt, "built-in");
            ouro_object *module = origin ? module_make(rt, name, origin, NULL, NULL) : NULL;
            xdecref(rt, origin);
            if (!module)
                return NULL;
            if (!ouro_dict_set(rt, rt->modules, name, module) || !row->init(rt, module)) {
                forget(rt, name);
                decref(rt, module);
                return NULL;
            }
            set_initializing(rt, module, false);
            return module;
        }
    return NULL;
}

enum { PATH_SIZE = 4096 };

static bool is_file(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && S_ISREG(status.st_mode);
}

/* An embedded module that the library has too says where that lies, as CPython's frozen modules do. */
static bool set_library_file(ouro_runtime *rt, ouro_object *module, const struct ouro_embedded_module *row)
{
    char path[PATH_SIZE];
    const char *library = ouro_import_library();
    if (!library)
        return true;
    int start = (int)strlen(library) + 1;
    int length = snprintf(path, sizeof path, "%s/%s%s", library, row->name,
                          row->is_package ? "/__init__.py" : ".py");
    if (length < 0 || length >= PATH_SIZE)
        return true;
    for (size_t i = 0; row->name[i]; i++)
        if (row->name[i] == '.')
            path[(size_t)start + i] = '/';
    if (!is_file(path)) /* a package there, one file here */
        snprintf(path + length - 3, sizeof path - (size_t)length + 3, "/__init__.py");
    if (!is_file(path))
        return true;
    ouro_object *file = ouro_str_from(rt, path);
    return dict_set_owned(rt, ouro_module_dict(module), "__file__", file);
}

static ouro_object *load_embedded(ouro_runtime *rt, ouro_object *name)
{
    for (const struct ouro_embedded_module *row = ouro_embedded_modules; row->name; row++) {
        if (!ouro_str_equal_text(name, row->name))
            continue;
        ouro_object *filename = ouro_str_format(rt, "<frozen %s>", row->name);
        ouro_object *path = row->is_package ? ouro_import_library_portion(rt, row->name) : NULL;
        ouro_object *module = NULL;
        if (filename && (path || !row->is_package))
            module = module_make(rt, name, filename, NULL, path);
        if (module && !set_library_file(rt, module, row))
            clearref(rt, &module);
        if (module)
            module = run_take(rt, module, name, ouro_import_embedded_code(rt, row, filename));
        xdecref(rt, filename);
        xdecref(rt, path);
        return module;
    }
    return NULL;
}

/* What tracebacks show for the file: of the library's modules that are frozen in CPython not the path. */
static ouro_object *shown_name(ouro_runtime *rt, ouro_object *name, ouro_object *filename)
{
    static const char *const frozen[] = {"_sitebuiltins", "genericpath", "ntpath", "runpy", "site", "stat",
                                         "zipimport"};
    size_t size;
    ouro_object *owner = NULL;
    for (size_t i = 0; i < sizeof frozen / sizeof *frozen; i++) {
        if (!ouro_str_equal_text(name, frozen[i]))
            continue;
        const char *library = ouro_import_library(), *file = ouro_str_utf8(rt, filename, &size, &owner);
        bool is_library = library && file && !strncmp(file, library, strlen(library));
        xdecref(rt, owner);
        if (is_library)
            return ouro_str_format(rt, "<frozen %s>", frozen[i]);
    }
    return newref(filename);
}

static ouro_object *load_file(ouro_runtime *rt, ouro_object *name, const char *file,
                              const char *package_directory)
{
    ouro_object *filename = ouro_str_from(rt, file), *path = NULL, *module = NULL;
    ouro_object *shown = filename ? shown_name(rt, name, filename) : NULL;
    if (shown && package_directory) {
        ouro_object *directory = ouro_str_from(rt, package_directory);
        path = directory ? ouro_list_from_take(rt, &directory, 1) : NULL;
    }
    if (shown && (path || !package_directory))
        module = module_make(rt, name, filename, filename, path);
    if (module && !ouro_import_cached_set(rt, ouro_module_dict(module), filename))
        clearref(rt, &module);
    if (module)
        module = run_take(rt, module, name, ouro_import_file_code(rt, file, shown));
    xdecref(rt, path);
    xdecref(rt, shown);
    xdecref(rt, filename);
    return module;
}

static bool is_directory(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

/* Looks for the last part of name in a directory. *namespace_found: a directory without __init__.py. */
static ouro_object *load_from_directory(ouro_runtime *rt, ouro_object *name, const char *directory,
                                        const char *last, bool *namespace_found)
{
    char package[PATH_SIZE], file[PATH_SIZE];
    const char *separator = "/";
    if (!*directory)
        directory = ".";
    if (directory[strlen(directory) - 1] == '/')
        separator = "";
    int length = snprintf(package, sizeof package, "%s%s%s", directory, separator, last);
    if (length < 0 || length + 16 > PATH_SIZE)
        return NULL;
    snprintf(file, sizeof file, "%.*s/__init__.py", PATH_SIZE - 16, package);
    if (is_file(file))
        return load_file(rt, name, file, package);
    snprintf(file, sizeof file, "%.*s.py", PATH_SIZE - 16, package);
    if (is_file(file))
        return load_file(rt, name, file, NULL);
    *namespace_found = is_directory(package);
    return NULL;
}

/* A namespace package: a module without a file. portions: list of directories, taken. */
static ouro_object *make_namespace_package(ouro_runtime *rt, ouro_object *name,
                                           ouro_object *portions)
{
    ouro_object *module = module_make(rt, name, NULL, NULL, portions);
    decref(rt, portions);
    if (module && !ouro_dict_set(rt, rt->modules, name, module))
        clearref(rt, &module);
    if (module)
        set_initializing(rt, module, false);
    return module;
}

static ouro_object *load_from_path(ouro_runtime *rt, ouro_object *name, ouro_object *path)
{
    size_t size;
    ouro_object *owner, *module = NULL, *portions = NULL;
    const char *text = ouro_str_utf8(rt, name, &size, &owner);
    ouro_object *entries = text ? ouro_to_list(rt, path) : NULL;
    if (!entries)
        goto done;
    const char *dot = strrchr(text, '.'), *last = dot ? dot + 1 : text;
    for (size_t i = 0; i < list_length(entries) && !module && !rt->error; i++) {
        ouro_object *entry = list_at(entries, i), *entry_owner;
        if (!is_str(rt, entry))
            continue;
        const char *directory = ouro_str_utf8(rt, entry, &size, &entry_owner);
        if (!directory) {
            ouro_error_clear(rt);
            continue;
        }
        bool has_namespace = false;
        module = load_from_directory(rt, name, directory, last, &has_namespace);
        if (!module && !rt->error && !has_namespace && ouro_import_is_archive(directory))
            module = ouro_import_from_entry(rt, name, entry);
        if (has_namespace) {
            if (!portions)
                portions = ouro_list_new(rt, 1);
            ouro_object *portion = ouro_str_format(rt, "%s/%s", directory, last);
            if (portions && portion)
                ouro_list_append(rt, portions, portion);
            xdecref(rt, portion);
        }
        xdecref(rt, entry_owner);
    }
    if (!module && !rt->error && portions) {
        module = make_namespace_package(rt, name, portions);
        portions = NULL;
    }
done:
    xdecref(rt, portions);
    xdecref(rt, entries);
    xdecref(rt, owner);
    return module;
}

/* ---- finding ---- */

static ouro_object *sys_path(ouro_runtime *rt)
{
    ouro_object *sys = ouro_dict_peek_str(rt, rt->modules, rt->name_sys), *path = NULL;
    if (sys && ouro_getattr_optional(rt, sys, rt->name_path, &path) < 0)
        ouro_error_clear(rt);
    return path;
}

/* Whether the import failed for a module that sys.modules keeps away by None, as in
 * sys.modules["_heapq"] = None: then the library's version, written without it, may stand in. */
static bool is_kept_away(ouro_runtime *rt)
{
    if (!ouro_error_is(rt, EXC_ModuleNotFoundError))
        return false;
    ouro_object *error = ouro_error_take(rt), *missing = NULL;
    int outcome = ouro_getattr_optional(rt, error, rt->name_name, &missing);
    bool is_away = outcome > 0 && is_str(rt, missing) &&
                   ouro_dict_peek(rt, rt->modules, missing) == rt->none;
    if (outcome > 0)
        decref(rt, missing);
    ouro_error_clear(rt);
    if (is_away)
        decref(rt, error);
    else
        ouro_error_restore(rt, error);
    return is_away;
}

/* Embedded modules may have a __file__ as well; it is their origin that tells. */
static bool is_embedded(ouro_runtime *rt, ouro_object *module)
{
    ouro_object *spec = ouro_dict_peek_str(rt, ouro_module_dict(module), rt->name___spec__);
    ouro_object *origin = spec && spec != rt->none ? ouro_getattr_text(rt, spec, "origin") : NULL;
    if (rt->error)
        ouro_error_clear(rt); /* benign: somebody else's specification */
    bool is_ours = origin && is_str(rt, origin) && ouro_str_length(origin) > 8 &&
                   ouro_str_at(origin, 0) == '<' && ouro_str_at(origin, 7) == ' ';
    xdecref(rt, origin);
    return is_ours;
}

/* A package that came from a file has its submodules beside it, not among the embedded ones. */
static bool is_beside_file(ouro_runtime *rt, ouro_object *name)
{
    size_t length = ouro_str_length(name);
    while (length && ouro_str_at(name, length - 1) != '.')
        length--;
    ouro_object *parent = length ? ouro_str_substring(rt, name, 0, length - 1) : NULL;
    ouro_object *package = parent ? ouro_dict_peek(rt, rt->modules, parent) : NULL;
    xdecref(rt, parent);
    return package && is_exact(package, TYPE_MODULE) &&
           ouro_dict_peek_text(rt, ouro_module_dict(package), "__file__") != NULL &&
           !is_embedded(rt, package);
}

/* NULL without an error also where the library's version has to stand in. */
static ouro_object *load_embedded_step(ouro_runtime *rt, ouro_object *name)
{
    ouro_object *module = is_beside_file(rt, name) || rt->error ? NULL : load_embedded(rt, name);
    if (!module && rt->error)
        (void)is_kept_away(rt); /* which clears the error if so */
    return module;
}

static ouro_object *load_step(ouro_runtime *rt, enum ouro_import_step step, ouro_object *name,
                              ouro_object *parent_path)
{
    if (step == IMPORT_NATIVE)
        return load_native(rt, name);
    if (step == IMPORT_EMBEDDED)
        return load_embedded_step(rt, name);
    ouro_object *path = parent_path ? newref(parent_path) : sys_path(rt), *module = NULL;
    if (path && path != rt->none)
        module = load_from_path(rt, name, path);
    xdecref(rt, path);
    return module;
}

static ouro_object *load(ouro_runtime *rt, ouro_object *name, ouro_object *parent_path)
{
    ouro_object *module = NULL;
    if (ouro_import_has_finders(rt))
        module = ouro_import_by_finders(rt, name, parent_path, load_step);
    else
        for (int step = IMPORT_NATIVE; step <= IMPORT_PATH && !module && !rt->error; step++)
            module = load_step(rt, (enum ouro_import_step)step, name, parent_path);
    if (!module && !rt->error)
        raise_not_found(rt, name);
    return module;
}

/* A module already in sys.modules: NULL without an error if it is not. Owned. */
static ouro_object *find_loaded(ouro_runtime *rt, ouro_object *name)
{
    ouro_object *module = ouro_dict_peek(rt, rt->modules, name);
    if (module == rt->none) {
        ouro_raise(rt, EXC_ModuleNotFoundError, "import of %U halted; None in sys.modules", name);
        error_set_field(rt, 1, name);
        return NULL;
    }
    return xnewref(module);
}

/* Imports the parent of a dotted name and gives its __path__, both owned, unless importing it has made
 * the module known (os makes os.path), which then is *module. false: error. */
static bool import_parent(ouro_runtime *rt, ouro_object *name, const char *text, const char *dot,
                          ouro_object **parent, ouro_object **path, ouro_object **module)
{
    ouro_object *parent_name = ouro_str_new(rt, text, (size_t)(dot - text));
    if (!parent_name)
        return false;
    *parent = ouro_vm_import_module(rt, parent_name);
    *module = *parent ? find_loaded(rt, name) : NULL;
    int found = 1;
    if (!*module)
        found = *parent && !rt->error ? ouro_getattr_optional(rt, *parent, rt->name___path__, path) : -1;
    if (found == 0) {
        ouro_raise(rt, EXC_ModuleNotFoundError, "No module named %R; %R is not a package", name,
                   parent_name);
        error_set_field(rt, 1, name);
    }
    decref(rt, parent_name);
    if (found <= 0 && *parent)
        clearref(rt, parent);
    return found > 0;
}

ouro_object *ouro_vm_import_module(ouro_runtime *rt, ouro_object *name)
{
    if (!ouro_thread_import_wait(rt, name))
        return NULL;
    ouro_object *module = find_loaded(rt, name);
    if (module || rt->error)
        return module;
    size_t size;
    ouro_object *owner, *parent = NULL, *path = NULL;
    const char *text = ouro_str_utf8(rt, name, &size, &owner);
    if (!text)
        return NULL;
    const char *dot = strrchr(text, '.');
    if (!ouro_enter(rt, " while importing")) {
        xdecref(rt, owner);
        return NULL;
    }
    if (dot) {
        if (!import_parent(rt, name, text, dot, &parent, &path, &module) || module)
            goto done;
    }
    struct ouro_thread_import import;
    ouro_thread_import_begin(rt, &import, name);
    module = load(rt, name, path);
    ouro_thread_import_end(rt, &import);
    if (module && parent) {
        ouro_object *last = ouro_str_intern_text(rt, dot + 1);
        if (!last || !ouro_setattr(rt, parent, last, module))
            ouro_error_clear(rt); /* a parent that refuses attributes is only warned about */
        xdecref(rt, last);
    }
done:
    ouro_leave(rt);
    xdecref(rt, parent);
    xdecref(rt, path);
    xdecref(rt, owner);
    return module;
}

ouro_object *ouro_vm_import(ouro_runtime *rt, const char *name)
{
    ouro_object *text = ouro_str_from(rt, name);
    ouro_object *module = text ? ouro_vm_import_module(rt, text) : NULL;
    xdecref(rt, text);
    return module;
}

/* ---- __import__ ---- */

/* The package that relative imports of a module with these globals start from. Owned. */
static ouro_object *package_of(ouro_runtime *rt, ouro_object *globals)
{
    ouro_object *package = globals ? ouro_dict_peek_str(rt, globals, rt->name___package__) : NULL;
    if (package && package != rt->none) {
        if (!is_str(rt, package))
            return ouro_raise(rt, EXC_TypeError, "package must be a string");
        return newref(package);
    }
    ouro_object *name = globals ? ouro_dict_peek_str(rt, globals, rt->name___name__) : NULL;
    if (!name)
        return ouro_raise(rt, EXC_KeyError, "'__name__' not in globals");
    if (!is_str(rt, name))
        return ouro_raise(rt, EXC_TypeError, "__name__ must be a string");
    if (ouro_dict_peek_str(rt, globals, rt->name___path__))
        return newref(name);
    int64_t length = (int64_t)ouro_str_length(name), dot = -1;
    for (int64_t i = 0; i < length; i++)
        if (ouro_str_at(name, (size_t)i) == '.')
            dot = i;
    return dot < 0 ? rt->empty_str : ouro_str_substring(rt, name, 0, (size_t)dot);
}

static ouro_object *resolve_name(ouro_runtime *rt, ouro_object *name, ouro_object *globals,
                                 int64_t level)
{
    ouro_object *package = package_of(rt, globals);
    if (!package)
        return NULL;
    size_t end = ouro_str_length(package);
    if (!end) {
        decref(rt, package);
        return ouro_raise(rt, EXC_ImportError,
                          "attempted relative import with no known parent package");
    }
    for (; level > 1; level--) {
        while (end > 0 && ouro_str_at(package, end - 1) != '.')
            end--;
        if (end == 0) {
            decref(rt, package);
            return ouro_raise(rt, EXC_ImportError,
                              "attempted relative import beyond top-level package");
        }
        end--;
    }
    ouro_object *base = ouro_str_substring(rt, package, 0, end);
    decref(rt, package);
    if (!base || !ouro_str_length(name))
        return base;
    ouro_object *full = ouro_str_format(rt, "%U.%U", base, name);
    decref(rt, base);
    return full;
}

/* Imports the submodules among the names of a `from package import ...`. */
static bool import_fromlist(ouro_runtime *rt, ouro_object *module, ouro_object *fromlist,
                            bool is_all)
{
    ouro_object *module_name = NULL, *names = ouro_to_list(rt, fromlist);
    if (!names)
        return false;
    if (ouro_getattr_optional(rt, module, rt->name___name__, &module_name) <= 0 ||
        !is_str(rt, module_name))
        goto fail;
    for (size_t i = 0; i < list_length(names); i++) {
        ouro_object *name = list_at(names, i), *value;
        if (!is_str(rt, name)) {
            if (is_all)
                ouro_raise(rt, EXC_TypeError, "Item in %U.__all__ must be str, not %T", module_name,
                           name);
            else
                ouro_raise(rt, EXC_TypeError, "Item in ``from list'' must be str, not %T", name);
            goto fail;
        }
        if (ouro_str_equal_text(name, "*")) {
            ouro_object *all;
            int found = is_all ? 0 : ouro_getattr_optional(rt, module, rt->name___all__, &all);
            if (found < 0 || (found && !import_fromlist(rt, module, all, true))) {
                if (found > 0)
                    decref(rt, all);
                goto fail;
            }
            if (found)
                decref(rt, all);
            continue;
        }
        int found = ouro_getattr_optional(rt, module, name, &value);
        if (found < 0)
            goto fail;
        if (found) {
            decref(rt, value);
            continue;
        }
        ouro_object *full = ouro_str_format(rt, "%U.%U", module_name, name);
        ouro_object *loaded = full ? ouro_vm_import_module(rt, full) : NULL;
        if (!loaded && full && ouro_error_is(rt, EXC_ModuleNotFoundError)) {
            ouro_object *missing = ((struct ouro_exception *)(void *)rt->error)->fields[1];
            if (missing && ouro_str_equal(missing, full))
                ouro_error_clear(rt);
        }
        xdecref(rt, full);
        xdecref(rt, loaded);
        if (rt->error)
            goto fail;
    }
    xdecref(rt, module_name);
    decref(rt, names);
    return true;
fail:
    xdecref(rt, module_name);
    decref(rt, names);
    return rt->error == NULL;
}

/* What `import a.b.c` binds: a, or for a relative import the part of the result that was named first. */
static ouro_object *first_package(ouro_runtime *rt, ouro_object *name, ouro_object *absolute,
                                  int64_t level)
{
    size_t length = ouro_str_length(name), dot = 0;
    while (dot < length && ouro_str_at(name, dot) != '.')
        dot++;
    if (dot == length)
        return ouro_vm_import_module(rt, absolute);
    size_t cut = level ? ouro_str_length(absolute) - (length - dot) : dot;
    ouro_object *front = ouro_str_substring(rt, absolute, 0, cut);
    ouro_object *module = front ? ouro_vm_import_module(rt, front) : NULL;
    xdecref(rt, front);
    return module;
}

ouro_object *ouro_vm_import_level(ouro_runtime *rt, ouro_object *name, ouro_object *globals,
                                  ouro_object *fromlist, int64_t level)
{
    if (level < 0)
        return ouro_raise(rt, EXC_ValueError, "level must be >= 0");
    if (!level && !ouro_str_length(name))
        return ouro_raise(rt, EXC_ValueError, "Empty module name");
    ouro_object *absolute = level ? resolve_name(rt, name, globals, level) : newref(name);
    ouro_object *module = absolute ? ouro_vm_import_module(rt, absolute) : NULL;
    if (!module) {
        xdecref(rt, absolute);
        return NULL;
    }
    int has_list = fromlist && fromlist != rt->none ? ouro_truth(rt, fromlist) : 0;
    if (has_list < 0) {
        clearref(rt, &module);
    } else if (!has_list) {
        if (!level || ouro_str_length(name))
            setref_take(rt, &module, first_package(rt, name, absolute, level));
    } else {
        ouro_object *path;
        int found = ouro_getattr_optional(rt, module, rt->name___path__, &path);
        if (found > 0)
            decref(rt, path);
        if (found < 0 || (found && !import_fromlist(rt, module, fromlist, false)))
            clearref(rt, &module);
    }
    decref(rt, absolute);
    return module;
}

/* ---- instructions ---- */

ouro_object *ouro_import_name(ouro_runtime *rt, struct ouro_frame *frame, ouro_object *name,
                              ouro_object *fromlist, ouro_object *level)
{
    ouro_object *function = NULL;
    int64_t depth = 0;
    if (is_exact(frame_builtins(rt, frame), TYPE_DICT))
        function = ouro_dict_peek_str(rt, frame_builtins(rt, frame), rt->name___import__);
    if (!function)
        return rt->error ? NULL : ouro_raise(rt, EXC_ImportError, "__import__ not found");
    if (function == rt->vm->builtin_import) {
        if (!ouro_index_i64(rt, level, &depth, EXC_OverflowError))
            return NULL;
        return ouro_vm_import_level(rt, name, frame_globals(frame), fromlist, depth);
    }
    ouro_object *arguments[5] = {name, frame_globals(frame), frame->locals ? frame->locals : rt->none,
                                 fromlist, level};
    return ouro_call(rt, function, arguments, 5, NULL);
}

ouro_object *ouro_import_from(ouro_runtime *rt, ouro_object *module, ouro_object *name)
{
    ouro_object *value, *module_name = NULL, *file = NULL;
    int found = ouro_getattr_optional(rt, module, name, &value);
    if (found)
        return found > 0 ? value : NULL;
    if (ouro_getattr_optional(rt, module, rt->name___name__, &module_name) < 0)
        ouro_error_clear(rt);
    if (module_name && is_str(rt, module_name)) {
        ouro_object *full = ouro_str_format(rt, "%U.%U", module_name, name);
        value = full ? ouro_dict_peek(rt, rt->modules, full) : NULL;
        xdecref(rt, full);
        if (value || rt->error) {
            decref(rt, module_name);
            return xnewref(value);
        }
    }
    if (!module_name || !is_str(rt, module_name)) {
        xdecref(rt, module_name);
        module_name = ouro_str_from(rt, "<unknown module name>");
    }
    if (is_exact(module, TYPE_MODULE))
        file = ouro_dict_peek_str(rt, ouro_module_dict(module), rt->name___file__);
    if (file && !is_str(rt, file))
        file = NULL;
    if (!module_name)
        return NULL;
    if (!file)
        ouro_raise(rt, EXC_ImportError, "cannot import name %R from %R (unknown location)", name,
                   module_name);
    else if (is_initializing(rt, module))
        ouro_raise(rt, EXC_ImportError,
                   "cannot import name %R from partially initialized module %R "
                   "(most likely due to a circular import) (%S)", name, module_name, file);
    else
        ouro_raise(rt, EXC_ImportError, "cannot import name %R from %R (%S)", name, module_name,
                   file);
    error_set_field(rt, 1, module_name);
    error_set_field(rt, 2, file);
    error_set_field(rt, 3, name);
    decref(rt, module_name);
    return NULL;
}

/* The names that `from module import *` binds: owned; *is_all: given by __all__. */
static ouro_object *star_names(ouro_runtime *rt, ouro_object *module, bool *is_all)
{
    ouro_object *names, *dict;
    int found = ouro_getattr_optional(rt, module, rt->name___all__, &names);
    *is_all = found > 0;
    if (found) {
        if (found < 0)
            return NULL;
        ouro_object *list = ouro_to_list(rt, names);
        decref(rt, names);
        return list;
    }
    found = ouro_getattr_optional(rt, module, rt->name___dict__, &dict);
    if (found <= 0)
        return found < 0 ? NULL
                         : ouro_raise(rt, EXC_ImportError,
                                      "from-import-* object has no __dict__ and no __all__");
    ouro_object *list = ouro_to_list(rt, dict);
    decref(rt, dict);
    return list;
}

bool ouro_import_star(ouro_runtime *rt, ouro_object *module, ouro_object *locals)
{
    bool is_all, is_good = true;
    ouro_object *names = star_names(rt, module, &is_all);
    if (!names)
        return false;
    for (size_t i = 0; is_good && i < list_length(names); i++) {
        ouro_object *name = list_at(names, i);
        if (!is_str(rt, name)) {
            ouro_object *module_name = ouro_getattr(rt, module, rt->name___name__);
            if (module_name)
                ouro_raise(rt, EXC_TypeError, "%s in %S.%s must be str, not %T",
                           is_all ? "Item" : "Key", module_name, is_all ? "__all__" : "__dict__",
                           name);
            xdecref(rt, module_name);
            is_good = false;
            break;
        }
        if (!is_all && ouro_str_length(name) && ouro_str_at(name, 0) == '_')
            continue;
        ouro_object *value = ouro_getattr(rt, module, name);
        is_good = value && ouro_setitem(rt, locals, name, value);
        xdecref(rt, value);
    }
    decref(rt, names);
    return is_good;
}

/* ---- registration ---- */

bool ouro_vm_register_modules(ouro_runtime *rt, const struct ouro_native_module *modules)
{
    struct ouro_vm *vm = rt->vm;
    enum { TABLES_MAX = sizeof vm->native_modules / sizeof *vm->native_modules };
    if (vm->native_module_tables == TABLES_MAX)
        return ouro_raise(rt, EXC_SystemError, "too many tables of native modules") != NULL;
    vm->native_modules[vm->native_module_tables++] = modules;
    return true;
}

ouro_object *ouro_vm_builtin_module_names(ouro_runtime *rt)
{
    struct ouro_vm *vm = rt->vm;
    ouro_object *list = ouro_list_new(rt, 32);
    bool is_good = list != NULL;
    for (uint32_t t = 0; is_good && t < vm->native_module_tables; t++)
        for (const struct ouro_native_module *row = vm->native_modules[t]; is_good && row->name; row++) {
            ouro_object *name = ouro_str_from(rt, row->name);
            is_good = name && ouro_list_append_take(rt, list, name);
        }
    is_good = is_good && ouro_list_sort(rt, list, NULL, false);
    ouro_object *names = is_good ? ouro_list_to_tuple(rt, list) : NULL;
    xdecref(rt, list);
    return names;
}
