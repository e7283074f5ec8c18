/* Handlers of pyexpat: what the library calls, and how that becomes a call of a Python object. */
#include <string.h>

#include "modules/expat_internal.h"
#include "types/dict.h"
#include "types/int.h"
#include "types/list.h"
#include "types/str.h"
#include "types/tuple.h"

/* ---- calling --------------------------------------------------------------------------------- */

static bool has_handler(const struct expat_parser *p, enum expat_handler handler)
{
    return p->handlers[handler] != NULL;
}

/* Is there somebody to call? What was buffered before comes first. */
static bool is_wanted(ouro_runtime *rt, struct expat_parser *p, enum expat_handler handler)
{
    if (!has_handler(p, handler) || rt->error)
        return false;
    if (handler != EXPAT_CharacterData && !ouro_expat_flush(rt, p)) {
        ouro_expat_disconnect_all(rt, p);
        return false;
    }
    return has_handler(p, handler);
}

/* Takes the arguments, also when some are NULL because making them failed. The result, or NULL after the
 * error has been flagged. */
static ouro_object *call(ouro_runtime *rt, struct expat_parser *p, enum expat_handler handler,
                         ouro_object **args, size_t count)
{
    bool is_good = true, was_calling = p->is_calling;
    for (size_t i = 0; i < count; i++)
        is_good &= args[i] != NULL;
    ouro_object *callable = newref(p->handlers[handler]), *result = NULL;
    p->is_calling = true;
    if (is_good)
        result = ouro_call(rt, callable, args, count, NULL);
    p->is_calling = was_calling;
    for (size_t i = 0; i < count; i++)
        xdecref(rt, args[i]);
    decref(rt, callable);
    if (!result)
        ouro_expat_disconnect_all(rt, p);
    return result;
}

static void call_drop(ouro_runtime *rt, struct expat_parser *p, enum expat_handler handler,
                      ouro_object **args, size_t count)
{
    xdecref(rt, call(rt, p, handler, args, count));
}

/* The result as an int, for handlers that decide. */
static int call_int(ouro_runtime *rt, struct expat_parser *p, enum expat_handler handler, ouro_object **args,
                    size_t count)
{
    int64_t value = 0;
    ouro_object *result = call(rt, p, handler, args, count);
    if (result && !ouro_index_i64(rt, result, &value, EXC_OverflowError)) {
        ouro_expat_disconnect_all(rt, p);
        value = 0;
    }
    xdecref(rt, result);
    return (int)value;
}

/* ---- arguments ------------------------------------------------------------------------------- */

static ouro_object *text(ouro_runtime *rt, const char *utf8)
{
    return utf8 ? ouro_str_from(rt, utf8) : rt->none;
}

/* The one object for this text that the dict has. */
static ouro_object *intern_take(ouro_runtime *rt, struct expat_parser *p, ouro_object *made)
{
    if (!made || !p->intern)
        return made;
    ouro_object *known = ouro_dict_peek(rt, p->intern, made);
    if (known) {
        incref(known);
        decref(rt, made);
        return known;
    }
    if (rt->error || !ouro_dict_set(rt, p->intern, made, made))
        clearref(rt, &made);
    return made;
}

/* Names come again and again: one that was seen before is found without making it. */
static ouro_object *name(ouro_runtime *rt, struct expat_parser *p, const char *utf8)
{
    if (!utf8)
        return intern_take(rt, p, rt->none);
    uint32_t hash = 2166136261u, size = 0;
    for (const char *at = utf8; *at; at++, size++)
        hash = (hash ^ (uint8_t)*at) * 16777619u;
    ouro_object **slot = &p->names[(hash ^ hash >> 15) & (EXPAT_NAMES - 1)];
    if (*slot && str_of(*slot)->length == size && !memcmp(str_of(*slot)->data, utf8, size))
        return newref(*slot);
    ouro_object *made = intern_take(rt, p, ouro_str_new(rt, utf8, size));
    if (made && p->intern && is_exact(made, TYPE_STR) && ouro_str_is_ascii(made))
        setref_take(rt, slot, newref(made));
    return made;
}

static ouro_object *number(ouro_runtime *rt, int64_t value)
{
    return ouro_int_new(rt, value);
}

static ouro_object *attributes_dict(ouro_runtime *rt, struct expat_parser *p, const char **attributes,
                                    size_t count)
{
    ouro_object *dict = ouro_dict_new(rt);
    bool is_good = dict != NULL;
    for (size_t i = 0; is_good && i < count; i += 2) {
        ouro_object *key = name(rt, p, attributes[i]), *value = key ? text(rt, attributes[i + 1]) : NULL;
        is_good = value && ouro_dict_set(rt, dict, key, value);
        xdecref(rt, key);
        xdecref(rt, value);
    }
    if (!is_good)
        clearref(rt, &dict);
    return dict;
}

static ouro_object *attributes_list(ouro_runtime *rt, struct expat_parser *p, const char **attributes,
                                    size_t count)
{
    ouro_object *list = ouro_list_new(rt, count);
    for (size_t i = 0; list && i < count; i++) {
        ouro_object *item = i % 2 ? text(rt, attributes[i]) : name(rt, p, attributes[i]);
        if (!item || !ouro_list_append_take(rt, list, item))
            clearref(rt, &list);
    }
    return list;
}

/* (type, quantifier, name, children) */
static ouro_object *content_model(ouro_runtime *rt, struct expat_parser *p, const struct expat_content *model)
{
    if (!ouro_enter(rt, " in conv_content_model"))
        return NULL;
    ouro_object *children = ouro_tuple_new(rt, model->count);
    for (unsigned i = 0; children && i < model->count; i++) {
        ouro_object *child = content_model(rt, p, &model->children[i]);
        if (child)
            tuple_items(children)[i] = child;
        else
            clearref(rt, &children);
    }
    ouro_object *items[] = {children ? number(rt, model->type) : NULL,
                            children ? number(rt, model->quantifier) : NULL,
                            children ? name(rt, p, model->name) : NULL, children};
    ouro_object *made = items[0] && items[1] && items[2] ? ouro_tuple_from(rt, items, 4) : NULL;
    for (int i = 0; i < 4; i++)
        xdecref(rt, items[i]);
    ouro_leave(rt);
    return made;
}

/* ---- character data -------------------------------------------------------------------------- */

static bool character_call(ouro_runtime *rt, struct expat_parser *p, const char *data, int size)
{
    if (!has_handler(p, EXPAT_CharacterData))
        return true;
    ouro_object *args[] = {ouro_str_new(rt, data, (size_t)size)};
    ouro_object *result = call(rt, p, EXPAT_CharacterData, args, 1);
    xdecref(rt, result);
    return result != NULL;
}

bool ouro_expat_flush(ouro_runtime *rt, struct expat_parser *p)
{
    if (!p->buffer || !p->buffer_used)
        return true;
    int size = p->buffer_used;
    p->buffer_used = 0;
    return character_call(rt, p, (const char *)p->buffer, size);
}

static void on_character_data(void *data, const char *characters, int size)
{
    struct expat_parser *p = data;
    ouro_runtime *rt = p->rt;
    if (rt->error)
        return;
    if (!p->buffer) {
        character_call(rt, p, characters, size);
        return;
    }
    if (size > p->buffer_size - p->buffer_used &&
        (!ouro_expat_flush(rt, p) || !has_handler(p, EXPAT_CharacterData)))
        return;
    if (p->buffer && size <= p->buffer_size - p->buffer_used) {
        memcpy(p->buffer + p->buffer_used, characters, (size_t)size);
        p->buffer_used += size;
    } else {
        character_call(rt, p, characters, size);
    }
}

/* ---- the others ------------------------------------------------------------------------------ */

/* Opens a callback: returns when nobody wants to hear. */
#define BEGIN(handler, nothing)                                                                   \
    struct expat_parser *p = data;                                                                \
    ouro_runtime *rt = p->rt;                                                      \
    if (!is_wanted(rt, p, EXPAT_##handler))                                                       \
    return nothing
#define CALL(handler, ...)                                                                        \
    ouro_object *args_[] = {__VA_ARGS__};                                                         \
    call_drop(rt, p, EXPAT_##handler, args_, sizeof args_ / sizeof *args_)

static void on_start_element(void *data, const char *tag, const char **attributes)
{
    BEGIN(StartElement, );
    size_t count = 0;
    if (p->is_specified)
        count = (size_t)p->library->specified_count(p->parser);
    else
        while (attributes[count])
            count += 2;
    ouro_object *given = p->is_ordered ? attributes_list(rt, p, attributes, count)
                                       : attributes_dict(rt, p, attributes, count);
    CALL(StartElement, given ? name(rt, p, tag) : NULL, given);
}

static void on_end_element(void *data, const char *tag)
{
    BEGIN(EndElement, );
    CALL(EndElement, name(rt, p, tag));
}

static void on_processing_instruction(void *data, const char *target, const char *rest)
{
    BEGIN(ProcessingInstruction, );
    CALL(ProcessingInstruction, name(rt, p, target), text(rt, rest));
}

static void on_unparsed_entity(void *data, const char *entity, const char *base, const char *system,
                               const char *public, const char *notation)
{
    BEGIN(UnparsedEntityDecl, );
    CALL(UnparsedEntityDecl, name(rt, p, entity), name(rt, p, base), name(rt, p, system),
         name(rt, p, public), name(rt, p, notation));
}

static void on_notation(void *data, const char *notation, const char *base, const char *system,
                        const char *public)
{
    BEGIN(NotationDecl, );
    CALL(NotationDecl, name(rt, p, notation), name(rt, p, base), name(rt, p, system), name(rt, p, public));
}

static void on_start_namespace(void *data, const char *prefix, const char *uri)
{
    BEGIN(StartNamespaceDecl, );
    CALL(StartNamespaceDecl, name(rt, p, prefix), name(rt, p, uri));
}

static void on_end_namespace(void *data, const char *prefix)
{
    BEGIN(EndNamespaceDecl, );
    CALL(EndNamespaceDecl, name(rt, p, prefix));
}

static void on_comment(void *data, const char *comment)
{
    BEGIN(Comment, );
    CALL(Comment, text(rt, comment));
}

#define WITHOUT_ARGUMENTS(function, handler)                                                      \
    static void function(void *data)                                                              \
    {                                                                                             \
        BEGIN(handler, );                                                                         \
        call_drop(rt, p, EXPAT_##handler, NULL, 0);                                               \
    }
WITHOUT_ARGUMENTS(on_start_cdata, StartCdataSection)
WITHOUT_ARGUMENTS(on_end_cdata, EndCdataSection)
WITHOUT_ARGUMENTS(on_end_doctype, EndDoctypeDecl)

static void on_default(void *data, const char *characters, int size)
{
    BEGIN(Default, );
    CALL(Default, ouro_str_new(rt, characters, (size_t)size));
}

static void on_default_expand(void *data, const char *characters, int size)
{
    BEGIN(DefaultExpand, );
    CALL(DefaultExpand, ouro_str_new(rt, characters, (size_t)size));
}

static int on_not_standalone(void *data)
{
    BEGIN(NotStandalone, 0);
    return call_int(rt, p, EXPAT_NotStandalone, NULL, 0);
}

static int on_external_entity(void *parser, const char *context, const char *base, const char *system,
                              const char *public)
{
    void *data = *(void **)parser;
    BEGIN(ExternalEntityRef, 0);
    ouro_object *args[] = {text(rt, context), name(rt, p, base), name(rt, p, system), name(rt, p, public)};
    return call_int(rt, p, EXPAT_ExternalEntityRef, args, 4);
}

static void on_start_doctype(void *data, const char *doctype, const char *system, const char *public,
                             int has_internal)
{
    BEGIN(StartDoctypeDecl, );
    CALL(StartDoctypeDecl, name(rt, p, doctype), name(rt, p, system), name(rt, p, public),
         number(rt, has_internal));
}

static void on_entity(void *data, const char *entity, int is_parameter, const char *value, int size,
                      const char *base, const char *system, const char *public, const char *notation)
{
    BEGIN(EntityDecl, );
    CALL(EntityDecl, name(rt, p, entity), number(rt, is_parameter),
         value ? ouro_str_new(rt, value, (size_t)size) : rt->none, name(rt, p, base), name(rt, p, system),
         name(rt, p, public), name(rt, p, notation));
}

static void on_xml_declaration(void *data, const char *version, const char *encoding, int standalone)
{
    BEGIN(XmlDecl, );
    CALL(XmlDecl, text(rt, version), text(rt, encoding), number(rt, standalone));
}

static void on_element_declaration(void *data, const char *element, struct expat_content *model)
{
    struct expat_parser *p = data;
    ouro_runtime *rt = p->rt;
    if (is_wanted(rt, p, EXPAT_ElementDecl)) {
        ouro_object *made = content_model(rt, p, model);
        CALL(ElementDecl, made ? name(rt, p, element) : NULL, made);
    }
    p->library->free_model(p->parser, model);
}

static void on_attribute_list(void *data, const char *element, const char *attribute, const char *type,
                              const char *otherwise, int is_required)
{
    BEGIN(AttlistDecl, );
    CALL(AttlistDecl, name(rt, p, element), name(rt, p, attribute), text(rt, type), text(rt, otherwise),
         number(rt, is_required));
}

static void on_skipped_entity(void *data, const char *entity, int is_parameter)
{
    BEGIN(SkippedEntity, );
    CALL(SkippedEntity, name(rt, p, entity), number(rt, is_parameter));
}

/* ---- encodings the library does not know ----------------------------------------------------- */

/* What each of the 256 bytes stands for, by the codec of that name. */
static int on_unknown_encoding(void *data, const char *encoding, struct expat_encoding *info)
{
    enum { REPLACEMENT = 0xfffd, UNDEFINED = -1 };
    struct expat_parser *p = data;
    ouro_runtime *rt = p->rt;
    uint8_t bytes[256];
    if (rt->error)
        return 0;
    for (int i = 0; i < 256; i++)
        bytes[i] = (uint8_t)i;
    ouro_object *decoded = ouro_str_decode(rt, bytes, sizeof bytes, encoding, "replace");
    if (!decoded)
        return 0;
    bool is_good = ouro_str_length(decoded) == sizeof bytes;
    if (!is_good)
        ouro_raise(rt, EXC_ValueError, "multi-byte encodings are not supported");
    for (size_t i = 0; is_good && i < sizeof bytes; i++) {
        uint32_t character = ouro_str_at(decoded, i);
        info->map[i] = character == REPLACEMENT ? UNDEFINED : (int)character;
    }
    info->data = NULL;
    info->convert = NULL;
    info->release = NULL;
    decref(rt, decoded);
    return is_good;
}

/* ---- connections ----------------------------------------------------------------------------- */

static void on_character_data_silent(void *data, const char *characters, int size)
{
}

static int on_external_entity_failed(void *parser, const char *context, const char *base, const char *system,
                                     const char *public)
{
    return 0;
}

static const expat_function functions[EXPAT_HANDLER_COUNT] = {
    [EXPAT_StartElement] = (expat_function)on_start_element,
    [EXPAT_EndElement] = (expat_function)on_end_element,
    [EXPAT_ProcessingInstruction] = (expat_function)on_processing_instruction,
    [EXPAT_CharacterData] = (expat_function)on_character_data,
    [EXPAT_UnparsedEntityDecl] = (expat_function)on_unparsed_entity,
    [EXPAT_NotationDecl] = (expat_function)on_notation,
    [EXPAT_StartNamespaceDecl] = (expat_function)on_start_namespace,
    [EXPAT_EndNamespaceDecl] = (expat_function)on_end_namespace,
    [EXPAT_Comment] = (expat_function)on_comment,
    [EXPAT_StartCdataSection] = (expat_function)on_start_cdata,
    [EXPAT_EndCdataSection] = (expat_function)on_end_cdata,
    [EXPAT_Default] = (expat_function)on_default,
    [EXPAT_DefaultExpand] = (expat_function)on_default_expand,
    [EXPAT_NotStandalone] = (expat_function)on_not_standalone,
    [EXPAT_ExternalEntityRef] = (expat_function)on_external_entity,
    [EXPAT_StartDoctypeDecl] = (expat_function)on_start_doctype,
    [EXPAT_EndDoctypeDecl] = (expat_function)on_end_doctype,
    [EXPAT_EntityDecl] = (expat_function)on_entity,
    [EXPAT_XmlDecl] = (expat_function)on_xml_declaration,
    [EXPAT_ElementDecl] = (expat_function)on_element_declaration,
    [EXPAT_AttlistDecl] = (expat_function)on_attribute_list,
    [EXPAT_SkippedEntity] = (expat_function)on_skipped_entity,
};

void ouro_expat_connect(struct expat_parser *p, unsigned handler, bool is_connected)
{
    p->library->set[handler](p->parser, is_connected ? functions[handler] : NULL);
}

void ouro_expat_connect_silent(struct expat_parser *p)
{
    p->library->set[EXPAT_CharacterData](p->parser, (expat_function)on_character_data_silent);
}

void ouro_expat_connect_encoding(struct expat_parser *p)
{
    p->library->set_unknown_encoding(p->parser, on_unknown_encoding, p);
}

void ouro_expat_disconnect_all(ouro_runtime *rt, struct expat_parser *p)
{
    ouro_object *error = ouro_error_take(rt);
    for (unsigned i = 0; i < EXPAT_HANDLER_COUNT; i++) {
        ouro_expat_connect(p, i, false);
        clearref(rt, &p->handlers[i]);
    }
    p->library->set[EXPAT_ExternalEntityRef](p->parser, (expat_function)on_external_entity_failed);
    p->library->stop(p->parser, false);
    ouro_error_restore(rt, error);
}
