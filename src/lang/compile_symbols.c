/* The scopes of a program as objects, for the symtable module: numbers and names are those that CPython 3.11
 * documents in its symtable.h (flags of a symbol: what happens to the name, and from bit 11 on what it
 * means). */
#include "lang/compile_internal.h"
#include "types/dict.h"
#include "types/int.h"
#include "types/list.h"
#include "types/str.h"
#include "types/tuple.h"

enum { PLACE_SHIFT = 11 };

static int64_t flags_of(const struct symbol *symbol)
{
    static const struct {
        uint16_t ours, theirs;
    } flags[] = {{SYMBOL_GLOBAL, 1},   {SYMBOL_LOCAL, 2},        {SYMBOL_PARAMETER, 4},
                 {SYMBOL_NONLOCAL, 8}, {SYMBOL_USE, 16},         {SYMBOL_FREE_CLASS, 64},
                 {SYMBOL_IMPORTED, 128}, {SYMBOL_ANNOTATED, 256}, {SYMBOL_ITERATION, 512}};
    static const uint8_t places[] = {[PLACE_LOCAL] = 1, [PLACE_GLOBAL] = 2, [PLACE_IMPLICIT] = 3,
                                     [PLACE_FREE] = 4, [PLACE_CELL] = 5};
    int64_t result = (int64_t)places[symbol->place] << PLACE_SHIFT;
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
        result |= symbol->flags & flags[i].ours ? flags[i].theirs : 0;
    return result;
}

/* The names of scopes that have none are words without brackets here. */
static ouro_object *scope_name(struct compiler *c, const struct scope *scope)
{
    if (scope->kind == SCOPE_MODULE)
        return ouro_str_from(c->rt, "top");
    const struct compile_name *name = scope->name;
    if (name->bytes[0] == '<')
        return ouro_str_new(c->rt, name->bytes + 1, name->size - 2);
    return xnewref(ouro_compile_name_str(c, scope->name));
}

static ouro_object *symbols_of(struct compiler *c, const struct scope *scope)
{
    ouro_object *dict = ouro_dict_new(c->rt);
    for (uint32_t i = 0; dict && i < scope->symbol_count; i++) {
        ouro_object *name = ouro_compile_name_str(c, scope->symbols[i]->name);
        ouro_object *flags = name ? ouro_int_new(c->rt, flags_of(scope->symbols[i])) : NULL;
        if (!flags || !ouro_dict_set(c->rt, dict, name, flags))
            clearref(c->rt, &dict);
        xdecref(c->rt, flags);
    }
    return dict;
}

static ouro_object *parameters_of(struct compiler *c, const struct scope *scope)
{
    ouro_object *list = ouro_list_new(c->rt, 0);
    for (uint32_t i = 0; list && i < scope->symbol_count; i++) {
        if (!(scope->symbols[i]->flags & SYMBOL_PARAMETER))
            continue;
        ouro_object *name = ouro_compile_name_str(c, scope->symbols[i]->name);
        if (!name || !ouro_list_append(c->rt, list, name))
            clearref(c->rt, &list);
    }
    return list;
}

static ouro_object *scopes_in(struct compiler *c, const struct scope *scope)
{
    ouro_object *list = ouro_list_new(c->rt, 0);
    for (uint32_t i = 0; list && i < scope->child_count; i++) {
        ouro_object *child = ouro_compile_symbols_tree(c, scope->children[i]);
        if (!child || !ouro_list_append_take(c->rt, list, child))
            clearref(c->rt, &list);
    }
    return list;
}

ouro_object *ouro_compile_symbols_tree(struct compiler *c, const struct scope *scope)
{
    static const uint8_t kinds[] = {[SCOPE_FUNCTION] = 0, [SCOPE_CLASS] = 1, [SCOPE_MODULE] = 2,
                                    [SCOPE_ANNOTATION] = 3};
    if (!ouro_compile_enter(c))
        return NULL;
    ouro_runtime *rt = c->rt;
    ouro_object *items[] = {scope_name(c, scope), ouro_int_new(rt, kinds[scope->kind]),
                            ouro_int_new(rt, scope->line), ouro_int_new(rt, scope->is_nested),
                            symbols_of(c, scope), parameters_of(c, scope), scopes_in(c, scope)};
    bool is_whole = true;
    for (size_t i = 0; i < 7; i++)
        is_whole &= items[i] != NULL;
    ouro_object *tuple = is_whole ? ouro_tuple_from(rt, items, 7) : NULL;
    for (size_t i = 0; i < 7; i++)
        xdecref(rt, items[i]);
    ouro_compile_leave(c);
    return tuple;
}
