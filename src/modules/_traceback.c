/* _traceback: the printer of tracebacks, for the traceback module. */
#include "types/str.h"
#include "vm/vm.h"

#define NATIVE(name)                                                                              \
    static ouro_object *name(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,       \
                             size_t count, ouro_object *names)

static void write_text(void *context, const char *text, size_t size)
{
    ouro_str_builder_text(context, text, size);
}

/* format(exception, traceback, chain): what is printed when nobody catches it, but without "Did you mean":
 * CPython 3.11 has these for uncaught exceptions only. */
NATIVE(traceback_format)
{
    if (!is_exception(rt, args[0]))
        return ouro_raise(rt, EXC_TypeError, "Exception expected for value, %T found", args[0]);
    struct ouro_str_builder builder;
    ouro_str_builder_init(&builder, rt);
    ouro_traceback_print_options(rt, args[0], args[1] == rt->none ? NULL : args[1],
                                 args[2] == rt->true_ ? OURO_TRACEBACK_CHAINED : 0, write_text,
                                 &builder);
    if (builder.has_failed && !rt->error)
        ouro_raise_memory(rt); /* the printer clears what fails on its way */
    if (!rt->error)
        return ouro_str_builder_finish(&builder);
    ouro_str_builder_abandon(&builder);
    return NULL;
}

static const struct ouro_method functions[] = {
    {"format", traceback_format, 3, 3, 0, NULL},
    {0},
};

bool ouro_module__traceback_init(ouro_runtime *rt, ouro_object *module)
{
    return ouro_module_add_functions(rt, module, functions);
}
