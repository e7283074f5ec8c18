#include "vm/import_finders.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "types/class_table.h"
#include "types/dict.h"
#include "types/list.h"
#include "types/protocol.h"
#include "types/str.h"
#include "vm/eval.h"
#include "vm/frame.h"

bool ouro_import_has_finders(ouro_runtime *rt)
{
    return ouro_vm_sys_peek_text(rt, "meta_path") || ouro_vm_sys_peek_text(rt, "path_hooks");
}

ouro_object *ouro_import_machinery(ouro_runtime *rt)
{
    ouro_object *module = ouro_dict_peek_text(rt, rt->modules, "importlib.machinery");
    bool is_whole = module && is_exact(module, TYPE_MODULE) &&
                    ouro_dict_peek_text(rt, ouro_module_dict(module), "_describe");
    return is_whole ? module : ouro_vm_state_peek(rt, "import_machinery");
}

/* importlib.machinery, once more after a program has taken it out of sys.modules: what imports cannot
 * itself be imported by it. Owned. */
static ouro_object *machinery_need(ouro_runtime *rt)
{
    ouro_object *module = xnewref(ouro_import_machinery(rt));
    if (!module)
        module = ouro_vm_import(rt, "importlib.machinery");
    if (module && !ouro_vm_state_set(rt, "import_machinery", module))
        clearref(rt, &module);
    return module;
}

/* Calls importlib.machinery.NAME with up to two arguments; NULL: that one is not given. */
static ouro_object *call_machinery(ouro_runtime *rt, const char *name, ouro_object *argument,
                                   ouro_object *second)
{
    ouro_object *module = machinery_need(rt);
    ouro_object *function = module ? ouro_getattr_text(rt, module, name) : NULL;
    ouro_object *result = NULL;
    if (function)
        result = ouro_call(rt, function, (ouro_object *[]){argument, second}, !!argument + !!second, NULL);
    xdecref(rt, function);
    xdecref(rt, module);
    return result;
}

ouro_object *ouro_import_hooks_new(ouro_runtime *rt, const char *name)
{
    bool is_finders = strcmp(name, "meta_path") == 0;
    ouro_object *list = call_machinery(rt, is_finders ? "_default_finders" : "_default_hooks", NULL, NULL);
    ouro_object *sys = ouro_dict_peek_str(rt, rt->modules, rt->name_sys);
    if (list && sys && !ouro_dict_set_text(rt, ouro_module_dict(sys), name, list))
        clearref(rt, &list);
    return list;
}

/* Whether the finder is importlib.machinery's class for a native step, and which. */
static bool is_default(ouro_runtime *rt, ouro_object *finder, enum ouro_import_step *step)
{
    static const char *const names[] = {"BuiltinImporter", "FrozenImporter", "PathFinder"};
    ouro_object *machinery = ouro_import_machinery(rt);
    for (int i = 0; machinery && i < 3; i++)
        if (ouro_dict_peek_text(rt, ouro_module_dict(machinery), names[i]) == finder) {
            *step = (enum ouro_import_step)i;
            return true;
        }
    return false;
}

/* What finder.find_spec says: a specification, owned; NULL without an error if it has none. */
static ouro_object *find_spec(ouro_runtime *rt, ouro_object *finder, ouro_object *name, ouro_object *path)
{
    ouro_object *function = NULL, *key = ouro_str_intern_text(rt, "find_spec");
    if (!key || ouro_getattr_optional(rt, finder, key, &function) <= 0) {
        xdecref(rt, key);
        return NULL;
    }
    ouro_object *spec = ouro_call3(rt, function, name, path ? path : rt->none, rt->none);
    decref(rt, function);
    decref(rt, key);
    if (spec == rt->none)
        clearref(rt, &spec);
    return spec;
}

/* Takes the frames of importlib out of the error's traceback: users see their own files only. */
static void hide_importlib(ouro_runtime *rt)
{
    static const char prefix[] = "<frozen importlib";
    ouro_object **link = &((struct ouro_exception *)(void *)rt->error)->traceback;
    while (*link) {
        struct ouro_traceback *entry = traceback_of(*link);
        struct ouro_frame *frame = frame_object_of(entry->frame)->frame;
        size_t size;
        ouro_object *owner;
        const char *file = ouro_str_utf8(rt, frame->code->filename, &size, &owner);
        bool is_hidden = file && strncmp(file, prefix, sizeof prefix - 1) == 0;
        xdecref(rt, owner);
        if (!is_hidden) {
            link = &entry->next;
            continue;
        }
        ouro_object *gone = *link;
        *link = xnewref(entry->next);
        decref(rt, gone);
    }
}

static ouro_object *load_spec(ouro_runtime *rt, ouro_object *spec)
{
    ouro_object *module = call_machinery(rt, "_load", spec, NULL);
    if (!module && rt->error)
        hide_importlib(rt);
    return module;
}

bool ouro_import_is_archive(const char *entry)
{
    char path[4096];
    struct stat status;
    size_t length = strlen(entry);
    if (length < 2 || length >= sizeof path)
        return false;
    memcpy(path, entry, length + 1);
    while (stat(path, &status) != 0) {
        char *slash = strrchr(path, '/');
        if (!slash || slash == path || errno != ENOTDIR)
            return false;
        *slash = 0;
    }
    return S_ISREG(status.st_mode);
}

ouro_object *ouro_import_from_entry(ouro_runtime *rt, ouro_object *name, ouro_object *entry)
{
    ouro_object *module = call_machinery(rt, "_load_from_entry", name, entry);
    if (!module && rt->error)
        hide_importlib(rt);
    if (module == rt->none)
        clearref(rt, &module);
    return module;
}

ouro_object *ouro_import_by_finders(ouro_runtime *rt, ouro_object *name, ouro_object *path,
                                    ouro_import_step_fn *native)
{
    ouro_object *meta_path = ouro_vm_sys_peek_text(rt, "meta_path");
    ouro_object *finders = meta_path ? ouro_to_list(rt, meta_path) : ouro_import_hooks_new(rt, "meta_path");
    bool has_hooks = ouro_vm_sys_peek_text(rt, "path_hooks");
    ouro_object *module = NULL;
    for (size_t i = 0; finders && i < list_length(finders) && !module && !rt->error; i++) {
        ouro_object *finder = list_at(finders, i);
        enum ouro_import_step step;
        if (is_default(rt, finder, &step) && !(step == IMPORT_PATH && has_hooks)) {
            module = native(rt, step, name, path);
            continue;
        }
        ouro_object *spec = find_spec(rt, finder, name, path);
        module = spec ? load_spec(rt, spec) : NULL;
        xdecref(rt, spec);
    }
    xdecref(rt, finders);
    return module;
}
