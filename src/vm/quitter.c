/* exit and quit: calling one raises SystemExit, its repr says how to leave. */
#include "types/dict.h"
#include "types/str.h"
#include "types/tuple.h"
#include "vm/builtins.h"
#include "vm/eval.h"

struct quitter {
    ouro_object base;
    ouro_object *name;
};

static struct quitter *quitter_of(ouro_object *object)
{
    return (struct quitter *)(void *)object;
}

static ouro_object *quitter_repr(ouro_runtime *rt, ouro_object *self)
{
    return ouro_str_format(rt, "Use %U() or Ctrl-D (i.e. EOF) to exit", quitter_of(self)->name);
}

static ouro_object *quitter_call(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                 size_t count, ouro_object *names)
{
    static const char *const parameters[] = {"code", NULL};
    static const struct ouro_signature signature = {"__call__", parameters, 0, 1};
    ouro_object *code;
    if (!ouro_args_bind(rt, &signature, args, count, names, &code))
        return NULL;
    return ouro_raise_object(rt, EXC_SystemExit, code ? code : rt->none);
}

static void quitter_dealloc(struct ouro_heap *heap, ouro_object *self)
{
    ouro_object_decref(heap, quitter_of(self)->name);
    ouro_object_free(heap, self, sizeof(struct quitter), OURO_BLOCK_ATOM);
}

bool ouro_quitter_init(ouro_runtime *rt, ouro_object *module)
{
    struct ouro_class *cls =
        ouro_class_native(rt, "_sitebuiltins.Quitter", builtin_class(rt, TYPE_OBJECT),
                          sizeof(struct quitter), OURO_BLOCK_ATOM, CLASS_NO_INSTANTIATION);
    if (!cls)
        return false;
    cls->core.dealloc = quitter_dealloc;
    cls->repr = quitter_repr;
    cls->call = quitter_call;
    if (!ouro_class_ready(rt, cls, NULL, NULL, NULL))
        return false;
    static const char *const names[] = {"exit", "quit"};
    for (int i = 0; i < 2; i++) {
        ouro_object *object = ouro_object_alloc(&rt->heap, cls->core.index, sizeof(struct quitter),
                                                OURO_BLOCK_ATOM);
        if (!object)
            return ouro_raise_memory(rt) != NULL;
        quitter_of(object)->name = ouro_str_intern_text(rt, names[i]);
        bool is_added = quitter_of(object)->name &&
                        ouro_dict_set_text(rt, ouro_module_dict(module), names[i], object);
        if (!quitter_of(object)->name)
            ouro_object_free(&rt->heap, object, sizeof(struct quitter), OURO_BLOCK_ATOM);
        else
            decref(rt, object);
        if (!is_added)
            return false;
    }
    return true;
}
