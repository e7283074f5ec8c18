/* help, copyright, credits and license: objects whose repr says what they are about. help opens the
 * library's pydoc when it is called, the others print their text. */
#include "types/dict.h"
#include "types/function.h"
#include "types/str.h"
#include "types/tuple.h"
#include "vm/builtins.h"
#include "vm/vm.h"

struct site_object {
    ouro_object base;
    const char *text; /* static */
};

static struct site_object *site_of(const ouro_object *object)
{
    return (struct site_object *)(void *)(uintptr_t)object;
}

static ouro_object *site_repr(ouro_runtime *rt, ouro_object *self)
{
    return ouro_str_from(rt, site_of(self)->text);
}

static ouro_object *helper_call(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                size_t count, ouro_object *names)
{
    ouro_object *pydoc = ouro_vm_import(rt, "pydoc");
    ouro_object *help = pydoc ? ouro_getattr_text(rt, pydoc, "help") : NULL;
    ouro_object *result = help ? ouro_call(rt, help, args, count, names) : NULL;
    xdecref(rt, pydoc);
    xdecref(rt, help);
    return result;
}

static ouro_object *printer_call(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                 size_t count, ouro_object *names)
{
    static const char *const parameters[] = {NULL};
    static const struct ouro_signature signature = {"__call__", parameters, 0, 0};
    if (!ouro_args_bind(rt, &signature, args, count, names, NULL))
        return NULL;
    ouro_object *print = xnewref(ouro_dict_peek_text(rt, rt->builtins, "print"));
    if (!print)
        return ouro_raise(rt, EXC_RuntimeError, "lost builtins.print");
    ouro_object *text = site_repr(rt, self);
    ouro_object *result = text ? ouro_call1(rt, print, text) : NULL;
    decref(rt, print);
    xdecref(rt, text);
    return result;
}

static void site_dealloc(struct ouro_heap *heap, ouro_object *self)
{
    ouro_object_free(heap, self, sizeof(struct site_object), OURO_BLOCK_ATOM);
}

static struct ouro_class *site_class(ouro_runtime *rt, const char *name,
                                     ouro_object *(*call)(ouro_runtime *, ouro_object *,
                                                          ouro_object *const *, size_t,
                                                          ouro_object *))
{
    struct ouro_class *cls =
        ouro_class_native(rt, name, builtin_class(rt, TYPE_OBJECT), sizeof(struct site_object),
                          OURO_BLOCK_ATOM, CLASS_NO_INSTANTIATION);
    if (!cls)
        return NULL;
    cls->core.dealloc = site_dealloc;
    cls->repr = site_repr;
    cls->call = call;
    return ouro_class_ready(rt, cls, NULL, NULL, NULL) ? cls : NULL;
}

static bool site_add(ouro_runtime *rt, ouro_object *module, struct ouro_class *cls, const char *name,
                     const char *text)
{
    ouro_object *object = ouro_object_alloc(&rt->heap, cls->core.index, sizeof(struct site_object),
                                            OURO_BLOCK_ATOM);
    if (!object)
        return ouro_raise_memory(rt) != NULL;
    site_of(object)->text = text;
    bool is_added = ouro_module_add(rt, module, name, object);
    decref(rt, object);
    return is_added;
}

bool ouro_site_objects_init(ouro_runtime *rt, ouro_object *module)
{
    struct ouro_class *helper = site_class(rt, "_sitebuiltins._Helper", helper_call);
    struct ouro_class *printer =
        helper ? site_class(rt, "_sitebuiltins._Printer", printer_call) : NULL;
    return printer &&
           site_add(rt, module, helper, "help",
                    "Type help() for interactive help, or help(object) for help about object.") &&
           site_add(rt, module, printer, "copyright", "Copyright (c) 2026 The ouro authors") &&
           site_add(rt, module, printer, "credits",
                    "ouro is written by its authors; the language is Python, whose makers and "
                    "standard library\nare those of www.python.org.") &&
           site_add(rt, module, printer, "license",
                    "ouro comes with a file LICENSE; the standard library is under the license at\n"
                    "https://www.python.org/psf/license/");
}
