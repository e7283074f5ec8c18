/* pyexpat: XML parsers by libexpat, which is opened when the module is imported first. */
#include <limits.h>
#include <string.h>

#include "gc/gc.h"
#include "modules/expat_internal.h"
#include "types/bytes.h"
#include "types/dict.h"
#include "types/int.h"
#include "types/list.h"
#include "types/str.h"
#include "types/tuple.h"

enum { PIECE_MAX = 1 << 20, READ_SIZE = 2048, BUFFER_DEFAULT = 8192 };
enum { PARSER_BYTES = 16 << 10 }; /* about what the library holds for one */

bool ouro_expat_fail(ouro_runtime *rt, struct expat_parser *p, int code)
{
    unsigned long line = p->library->line(p->parser), column = p->library->column(p->parser);
    ouro_object *cls = ouro_vm_state_peek(rt, "xml.parsers.expat.ExpatError");
    ouro_object *message = ouro_str_format(rt, "%s: line %lu, column %lu",
                                           p->library->error_string(code), line, column);
    ouro_object *error = cls && message ? ouro_call1(rt, cls, message) : NULL;
    const struct { const char *name; int64_t value; } facts[] = {
        {"code", code}, {"offset", (int64_t)column}, {"lineno", (int64_t)line}};
    for (size_t i = 0; error && i < sizeof facts / sizeof *facts; i++) {
        ouro_object *name = ouro_str_intern_text(rt, facts[i].name);
        ouro_object *value = ouro_int_new(rt, facts[i].value);
        if (!name || !value || !ouro_setattr(rt, error, name, value))
            clearref(rt, &error);
        xdecref(rt, name);
        xdecref(rt, value);
    }
    xdecref(rt, message);
    if (error)
        ouro_raise_take(rt, error);
    return false;
}

/* ---- objects --------------------------------------------------------------------------------- */

static struct expat_parser *parser_alloc(ouro_runtime *rt)
{
    ouro_object *library = ouro_vm_state_peek(rt, EXPAT_FILE);
    ouro_object *self = library ? ouro_foreign_instance_new(rt, "pyexpat.xmlparser") : NULL;
    if (!self)
        return NULL;
    struct expat_parser *p = expat_parser_of(self);
    p->rt = rt;
    p->library = (struct expat_library *)(void *)newref(library);
    p->buffer_size = BUFFER_DEFAULT;
    return p;
}

/* The library's parser is there: connects what has handlers. */
static void parser_start(ouro_runtime *rt, struct expat_parser *p)
{
    ouro_gc_adjust_external(&rt->heap, PARSER_BYTES);
    p->library->set_user_data(p->parser, p);
    ouro_expat_connect_encoding(p);
    for (unsigned i = 0; i < EXPAT_HANDLER_COUNT; i++)
        if (p->handlers[i])
            ouro_expat_connect(p, i, true);
}

static void parser_clear(struct ouro_heap *heap, ouro_object *self)
{
    ouro_runtime *rt = runtime_of(heap);
    struct expat_parser *p = expat_parser_of(self);
    for (unsigned i = 0; i < EXPAT_HANDLER_COUNT; i++) {
        if (p->handlers[i] && p->parser)
            ouro_expat_connect(p, i, false);
        clearref(rt, &p->handlers[i]);
    }
    for (unsigned i = 0; i < EXPAT_NAMES; i++)
        clearref(rt, &p->names[i]);
    clearref(rt, &p->intern);
}

static void parser_dealloc(struct ouro_heap *heap, ouro_object *self)
{
    ouro_runtime *rt = runtime_of(heap);
    struct expat_parser *p = expat_parser_of(self);
    parser_clear(heap, self);
    if (p->parser) {
        p->library->destroy(p->parser);
        ouro_gc_adjust_external(heap, -PARSER_BYTES);
    }
    ouro_buffer_free(rt, p->buffer, (size_t)p->buffer_size);
    clearref(rt, &p->parent);
    if (p->library)
        decref(rt, &p->library->base);
    ouro_class_free(rt, self);
}

static void parser_traverse(const ouro_object *self, struct ouro_visitor *visitor)
{
    const struct expat_parser *p = (const void *)self;
    ouro_visit_range(visitor, p->handlers, EXPAT_HANDLER_COUNT);
    ouro_visit_range(visitor, p->names, EXPAT_NAMES);
    ouro_visit(visitor, &p->intern);
    ouro_visit(visitor, &p->parent);
}

/* A str or None as text without a NUL; owner keeps it. */
static bool text_argument(ouro_runtime *rt, ouro_object *object, const char *wording, const char **text,
                          ouro_object **owner)
{
    size_t size;
    *text = NULL;
    *owner = NULL;
    if (!object || object == rt->none)
        return true;
    if (!is_str(rt, object))
        return ouro_raise(rt, EXC_TypeError, "%s must be str or None, not %T", wording, object);
    *text = ouro_str_utf8(rt, object, &size, owner);
    if (*text && strlen(*text) != size) {
        clearref(rt, owner);
        return ouro_raise(rt, EXC_ValueError, "embedded null character");
    }
    return *text != NULL;
}

static ouro_object *parser_create(ouro_runtime *rt, const char *encoding, const char *separator,
                                  ouro_object *intern)
{
    struct expat_parser *p = parser_alloc(rt);
    if (!p)
        return NULL;
    if (intern == rt->none)
        intern = NULL;
    else
        intern = intern ? newref(intern) : ouro_dict_new(rt);
    p->intern = intern;
    p->parser = rt->error ? NULL : p->library->create_with_memory(encoding, NULL, separator);
    if (!p->parser) {
        decref(rt, &p->base);
        return rt->error ? NULL : ouro_raise_memory(rt);
    }
    parser_start(rt, p);
    return &p->base;
}

NATIVE(expat_ParserCreate)
{
    static const char *const parameters[] = {"encoding", "namespace_separator", "intern", NULL};
    static const struct ouro_signature signature = {"ParserCreate", parameters, 0, 3};
    ouro_object *out[3], *owners[2] = {NULL}, *made = NULL;
    const char *encoding, *separator;
    if (!ouro_args_bind(rt, &signature, args, count, names, out) ||
        !text_argument(rt, out[0], "ParserCreate() argument 'encoding'", &encoding, &owners[0]))
        return NULL;
    if (!text_argument(rt, out[1], "ParserCreate() argument 'namespace_separator'", &separator, &owners[1]))
        ; /* the error is set */
    else if (separator && strlen(separator) > 1)
        ouro_raise(rt, EXC_ValueError,
                   "namespace_separator must be at most one character, omitted, or None");
    else if (out[2] && out[2] != rt->none && !is_dict(rt, out[2]))
        ouro_raise(rt, EXC_TypeError, "intern must be a dictionary");
    else
        made = parser_create(rt, encoding, separator, out[2]);
    xdecref(rt, owners[0]);
    xdecref(rt, owners[1]);
    return made;
}

NATIVE(parser_ExternalEntityParserCreate)
{
    static const char *const parameters[] = {"", "", NULL};
    static const struct ouro_signature signature = {"ExternalEntityParserCreate", parameters, 1, 2};
    ouro_object *out[2], *owners[2] = {NULL};
    struct expat_parser *old = expat_parser_of(self), *p = NULL;
    const char *context, *encoding;
    if (!ouro_args_bind(rt, &signature, args, count, names, out) ||
        !text_argument(rt, out[0], "ExternalEntityParserCreate() argument 1", &context, &owners[0]))
        return NULL;
    if (text_argument(rt, out[1], "ExternalEntityParserCreate() argument 2", &encoding, &owners[1]))
        p = parser_alloc(rt);
    if (p) {
        p->parent = newref(self);
        p->intern = xnewref(old->intern);
        p->is_ordered = old->is_ordered;
        p->is_specified = old->is_specified;
        p->has_prefixes = old->has_prefixes;
        p->buffer_size = old->buffer_size;
        p->buffer = old->buffer ? ouro_buffer_alloc(rt, (size_t)old->buffer_size) : NULL;
        if (!rt->error && !(p->parser = old->library->create_external(old->parser, context, encoding)))
            ouro_raise_memory(rt);
        for (unsigned i = 0; i < EXPAT_HANDLER_COUNT; i++)
            p->handlers[i] = xnewref(old->handlers[i]);
        if (!rt->error)
            parser_start(rt, p);
    }
    xdecref(rt, owners[0]);
    xdecref(rt, owners[1]);
    if (p && rt->error) {
        decref(rt, &p->base);
        p = NULL;
    }
    return p ? &p->base : NULL;
}

/* ---- parsing --------------------------------------------------------------------------------- */

static bool parse_begin(ouro_runtime *rt, struct expat_parser *p)
{
    if (p->is_parsing)
        return ouro_raise(rt, EXC_RuntimeError, "the parser is already running");
    p->is_parsing = true;
    incref(&p->base);
    return true;
}

/* What Parse returns for the status of the library. */
static ouro_object *parse_end(ouro_runtime *rt, struct expat_parser *p, int status)
{
    p->is_parsing = false;
    if (!rt->error && !status)
        ouro_expat_fail(rt, p, p->library->error_code(p->parser));
    if (!rt->error)
        ouro_expat_flush(rt, p);
    decref(rt, &p->base);
    return rt->error ? NULL : ouro_int_new(rt, status);
}

static int parse_bytes(struct expat_parser *p, const uint8_t *data, size_t size, bool is_final)
{
    while (size > PIECE_MAX) {
        int status = p->library->parse(p->parser, (const char *)data, PIECE_MAX, 0);
        if (!status || p->rt->error)
            return status;
        data += PIECE_MAX;
        size -= PIECE_MAX;
    }
    return p->library->parse(p->parser, (const char *)data, (int)size, is_final);
}

NATIVE(parser_Parse)
{
    static const char *const parameters[] = {"", "", NULL};
    static const struct ouro_signature signature = {"Parse", parameters, 1, 2};
    ouro_object *out[2], *owner = NULL;
    struct expat_parser *p = expat_parser_of(self);
    const uint8_t *data;
    size_t size;
    if (!ouro_args_bind(rt, &signature, args, count, names, out))
        return NULL;
    int64_t is_final = 0;
    if (out[1] && !ouro_index_i64(rt, out[1], &is_final, EXC_OverflowError))
        return NULL;
    if (is_str(rt, out[0])) {
        data = (const uint8_t *)ouro_str_utf8(rt, out[0], &size, &owner);
        if (!data)
            return NULL;
        p->library->set_encoding(p->parser, "utf-8");
    } else if (is_exact(out[0], TYPE_BYTES)) {
        data = bytes_of(out[0])->data;
        size = bytes_of(out[0])->length;
    } else {
        /* A copy: handlers may change or free what the buffer shows. */
        if (!ouro_buffer_get(rt, out[0], &data, &size) || !(owner = ouro_bytes_new(rt, data, size)))
            return NULL;
        data = bytes_of(owner)->data;
    }
    if (!owner)
        owner = newref(out[0]);
    ouro_object *result = NULL;
    if (parse_begin(rt, p))
        result = parse_end(rt, p, parse_bytes(p, data, size, is_final != 0));
    decref(rt, owner);
    return result;
}

/* One piece of the file; -1: error. It lies in the library's own buffer. */
static int file_read(ouro_runtime *rt, struct expat_parser *p, ouro_object *read)
{
    ouro_object *wanted = ouro_int_new(rt, READ_SIZE);
    ouro_object *piece = wanted ? ouro_call1(rt, read, wanted) : NULL;
    const uint8_t *data = NULL;
    size_t size = 0;
    int status = -1;
    xdecref(rt, wanted);
    if (!piece)
        return -1;
    if (is_bytes(rt, piece) || is_exact(piece, TYPE_BYTEARRAY)) {
        if (!ouro_buffer_get(rt, piece, &data, &size))
            goto done;
    } else {
        ouro_raise(rt, EXC_TypeError, "read() did not return a bytes object (type=%T)", piece);
        goto done;
    }
    if (size > READ_SIZE) {
        ouro_raise(rt, EXC_ValueError, "read() returned too much data: %d bytes requested, %zu returned",
                   READ_SIZE, size);
        goto done;
    }
    void *buffer = p->library->get_buffer(p->parser, READ_SIZE);
    if (buffer) {
        memcpy(buffer, data, size);
        status = (int)size;
    } else {
        ouro_expat_fail(rt, p, p->library->error_code(p->parser));
    }
done:
    decref(rt, piece);
    return status;
}

NATIVE(parser_ParseFile)
{
    struct expat_parser *p = expat_parser_of(self);
    ouro_object *name = ouro_str_intern_text(rt, "read"), *read = NULL;
    int found = name ? ouro_getattr_optional(rt, args[0], name, &read) : -1, status = 1, size = 1;
    xdecref(rt, name);
    if (found == 0)
        return ouro_raise(rt, EXC_TypeError, "argument must have 'read' attribute");
    if (found < 0)
        return NULL;
    if (!parse_begin(rt, p)) {
        decref(rt, read);
        return NULL;
    }
    while (size > 0 && status && !rt->error) {
        size = file_read(rt, p, read);
        if (size >= 0)
            status = p->library->parse_buffer(p->parser, size, size == 0);
    }
    decref(rt, read);
    return parse_end(rt, p, status);
}

/* ---- other methods --------------------------------------------------------------------------- */

NATIVE(parser_SetBase)
{
    ouro_object *owner;
    const char *text;
    if (!is_str(rt, args[0]))
        return ouro_raise(rt, EXC_TypeError, "SetBase() argument must be str, not %W", args[0]);
    if (!text_argument(rt, args[0], "", &text, &owner))
        return NULL;
    int status = expat_parser_of(self)->library->set_base(expat_parser_of(self)->parser, text);
    xdecref(rt, owner);
    return status ? rt->none : ouro_raise_memory(rt);
}

NATIVE(parser_GetBase)
{
    const char *text = expat_parser_of(self)->library->get_base(expat_parser_of(self)->parser);
    return text ? ouro_str_from(rt, text) : rt->none;
}

NATIVE(parser_GetInputContext)
{
    struct expat_parser *p = expat_parser_of(self);
    int offset, size;
    const char *text = p->is_calling ? p->library->input_context(p->parser, &offset, &size) : NULL;
    return text ? ouro_bytes_new(rt, text + offset, (size_t)(size - offset)) : rt->none;
}

NATIVE(parser_SetParamEntityParsing)
{
    struct expat_parser *p = expat_parser_of(self);
    int64_t how;
    if (!ouro_index_i64(rt, args[0], &how, EXC_OverflowError))
        return NULL;
    return ouro_int_new(rt, p->library->set_parameter_entities(p->parser, (int)how));
}

NATIVE(parser_UseForeignDTD)
{
    struct expat_parser *p = expat_parser_of(self);
    static const char *const parameters[] = {"", NULL};
    static const struct ouro_signature signature = {"UseForeignDTD", parameters, 0, 1};
    ouro_object *out[1];
    if (!ouro_args_bind(rt, &signature, args, count, names, out))
        return NULL;
    int flag = out[0] ? ouro_truth(rt, out[0]) : 1;
    if (flag < 0)
        return NULL;
    int code = p->library->use_foreign_dtd(p->parser, (unsigned char)flag);
    if (code)
        ouro_expat_fail(rt, p, code);
    return code ? NULL : rt->none;
}

/* ---- attributes ------------------------------------------------------------------------------ */

static bool refuse_delete(ouro_runtime *rt, ouro_object *value)
{
    return value || ouro_raise(rt, EXC_RuntimeError, "Cannot delete attribute");
}

static ouro_object *handler_get(ouro_runtime *rt, ouro_object *self, enum expat_handler handler)
{
    ouro_object *found = expat_parser_of(self)->handlers[handler];
    return found ? newref(found) : rt->none;
}

static bool handler_set(ouro_runtime *rt, ouro_object *self, enum expat_handler handler, ouro_object *value)
{
    struct expat_parser *p = expat_parser_of(self);
    if (!refuse_delete(rt, value) || (handler == EXPAT_CharacterData && !ouro_expat_flush(rt, p)))
        return false;
    bool is_none = value == rt->none;
    if (is_none && handler == EXPAT_CharacterData && p->is_calling)
        ouro_expat_connect_silent(p);
    else
        ouro_expat_connect(p, handler, !is_none);
    setref_take(rt, &p->handlers[handler], is_none ? NULL : newref(value));
    return true;
}

#define X(name, attribute)                                                                        \
    static ouro_object *get_##name(ouro_runtime *rt, ouro_object *self)                           \
    {                                                                                             \
        return handler_get(rt, self, EXPAT_##name);                                               \
    }                                                                                             \
    static bool set_##name(ouro_runtime *rt, ouro_object *self, ouro_object *value)               \
    {                                                                                             \
        return handler_set(rt, self, EXPAT_##name, value);                                        \
    }
EXPAT_HANDLERS(X)
#undef X

static ouro_object *get_error_code(ouro_runtime *rt, ouro_object *self)
{
    return ouro_int_new(rt, expat_parser_of(self)->library->error_code(expat_parser_of(self)->parser));
}

static ouro_object *get_line(ouro_runtime *rt, ouro_object *self)
{
    return ouro_int_new_u64(rt, expat_parser_of(self)->library->line(expat_parser_of(self)->parser));
}

static ouro_object *get_column(ouro_runtime *rt, ouro_object *self)
{
    return ouro_int_new_u64(rt, expat_parser_of(self)->library->column(expat_parser_of(self)->parser));
}

static ouro_object *get_byte_index(ouro_runtime *rt, ouro_object *self)
{
    return ouro_int_new(rt, expat_parser_of(self)->library->byte_index(expat_parser_of(self)->parser));
}

static ouro_object *get_buffer_size(ouro_runtime *rt, ouro_object *self)
{
    return ouro_int_new(rt, expat_parser_of(self)->buffer_size);
}

static bool set_buffer_size(ouro_runtime *rt, ouro_object *self, ouro_object *value)
{
    struct expat_parser *p = expat_parser_of(self);
    int64_t size;
    if (!refuse_delete(rt, value))
        return false;
    if (!is_int(rt, value))
        return ouro_raise(rt, EXC_TypeError, "buffer_size must be an integer");
    if (!ouro_int_as_i64(rt, value, &size))
        return false;
    if (size == p->buffer_size)
        return true;
    if (size <= 0)
        return ouro_raise(rt, EXC_ValueError, "buffer_size must be greater than zero");
    if (size > INT_MAX)
        return ouro_raise(rt, EXC_ValueError, "buffer_size must not be greater than %d", INT_MAX);
    if (!ouro_expat_flush(rt, p))
        return false;
    if (p->buffer) {
        uint8_t *buffer = ouro_buffer_realloc(rt, p->buffer, (size_t)p->buffer_size, (size_t)size);
        if (!buffer)
            return false;
        p->buffer = buffer;
    }
    p->buffer_size = (int)size;
    return true;
}

static ouro_object *get_buffer_text(ouro_runtime *rt, ouro_object *self)
{
    return bool_object(rt, expat_parser_of(self)->buffer != NULL);
}

static bool set_buffer_text(ouro_runtime *rt, ouro_object *self, ouro_object *value)
{
    struct expat_parser *p = expat_parser_of(self);
    int truth = refuse_delete(rt, value) ? ouro_truth(rt, value) : -1;
    if (truth < 0)
        return false;
    if (truth && !p->buffer) {
        p->buffer = ouro_buffer_alloc(rt, (size_t)p->buffer_size);
        p->buffer_used = 0;
        return p->buffer != NULL;
    }
    if (!truth && p->buffer) {
        if (!ouro_expat_flush(rt, p))
            return false;
        ouro_buffer_free(rt, p->buffer, (size_t)p->buffer_size);
        p->buffer = NULL;
    }
    return true;
}

static ouro_object *get_buffer_used(ouro_runtime *rt, ouro_object *self)
{
    return ouro_int_new(rt, expat_parser_of(self)->buffer_used);
}

static bool set_flag(ouro_runtime *rt, ouro_object *value, bool *flag)
{
    int truth = refuse_delete(rt, value) ? ouro_truth(rt, value) : -1;
    if (truth >= 0)
        *flag = truth;
    return truth >= 0;
}

static ouro_object *get_namespace_prefixes(ouro_runtime *rt, ouro_object *self)
{
    return bool_object(rt, expat_parser_of(self)->has_prefixes);
}

static bool set_namespace_prefixes(ouro_runtime *rt, ouro_object *self, ouro_object *value)
{
    struct expat_parser *p = expat_parser_of(self);
    if (!set_flag(rt, value, &p->has_prefixes))
        return false;
    p->library->set_triplets(p->parser, p->has_prefixes);
    return true;
}

static ouro_object *get_ordered(ouro_runtime *rt, ouro_object *self)
{
    return bool_object(rt, expat_parser_of(self)->is_ordered);
}

static bool set_ordered(ouro_runtime *rt, ouro_object *self, ouro_object *value)
{
    return set_flag(rt, value, &expat_parser_of(self)->is_ordered);
}

static ouro_object *get_specified(ouro_runtime *rt, ouro_object *self)
{
    return bool_object(rt, expat_parser_of(self)->is_specified);
}

static bool set_specified(ouro_runtime *rt, ouro_object *self, ouro_object *value)
{
    return set_flag(rt, value, &expat_parser_of(self)->is_specified);
}

/* ---- registration ---------------------------------------------------------------------------- */

NATIVE(expat_ErrorString)
{
    struct expat_library *library = (struct expat_library *)(void *)ouro_vm_state_peek(rt, EXPAT_FILE);
    int64_t code;
    if (!library || !ouro_index_i64(rt, args[0], &code, EXC_OverflowError))
        return NULL;
    const char *text = library->error_string((int)code);
    return text ? ouro_str_from(rt, text) : rt->none;
}

static struct expat_library *library_open(ouro_runtime *rt)
{
#define AT(field) offsetof(struct expat_library, field), false
    static const struct ouro_foreign_symbol symbols[] = {
        {"XML_ParserCreate", AT(create)}, {"XML_ParserCreate_MM", AT(create_with_memory)},
        {"XML_ExternalEntityParserCreate", AT(create_external)}, {"XML_ParserFree", AT(destroy)},
        {"XML_Parse", AT(parse)}, {"XML_GetBuffer", AT(get_buffer)}, {"XML_ParseBuffer", AT(parse_buffer)},
        {"XML_SetUserData", AT(set_user_data)}, {"XML_SetUnknownEncodingHandler", AT(set_unknown_encoding)},
        {"XML_StopParser", AT(stop)}, {"XML_SetEncoding", AT(set_encoding)},
        {"XML_SetBase", AT(set_base)}, {"XML_GetBase", AT(get_base)},
        {"XML_SetParamEntityParsing", AT(set_parameter_entities)},
        {"XML_UseForeignDTD", AT(use_foreign_dtd)}, {"XML_SetReturnNSTriplet", AT(set_triplets)},
        {"XML_GetErrorCode", AT(error_code)}, {"XML_ErrorString", AT(error_string)},
        {"XML_GetCurrentLineNumber", AT(line)}, {"XML_GetCurrentColumnNumber", AT(column)},
        {"XML_GetCurrentByteIndex", AT(byte_index)}, {"XML_GetInputContext", AT(input_context)},
        {"XML_GetSpecifiedAttributeCount", AT(specified_count)},
        {"XML_FreeContentModel", AT(free_model)}, {"XML_ExpatVersion", AT(version)},
        {"XML_ExpatVersionInfo", AT(version_info)}, {"XML_GetFeatureList", AT(features)},
#define X(name, attribute) {"XML_Set" #attribute, AT(set[EXPAT_##name])},
        EXPAT_HANDLERS(X)
#undef X
        {0},
    };
#undef AT
    return (struct expat_library *)(void *)ouro_foreign_open(rt, EXPAT_FILE, "libexpat1",
                                                             sizeof(struct expat_library), symbols);
}

static bool add_class(ouro_runtime *rt, ouro_object *module)
{
    static const struct ouro_method methods[] = {
        {"Parse", parser_Parse, 0, -1, METHOD_KEYWORDS, "Parse XML data."},
        {"ParseFile", parser_ParseFile, 1, 1, 0, "Parse XML data from file-like object."},
        {"SetBase", parser_SetBase, 1, 1, 0, "Set the base URL for the parser."},
        {"GetBase", parser_GetBase, 0, 0, 0, "Return base URL string for the parser."},
        {"GetInputContext", parser_GetInputContext, 0, 0, 0,
         "Return the untranslated text of the input that caused the current event."},
        {"ExternalEntityParserCreate", parser_ExternalEntityParserCreate, 0, -1, METHOD_KEYWORDS,
         "Create a parser for parsing an external entity based on the information passed to the "
         "ExternalEntityRefHandler."},
        {"SetParamEntityParsing", parser_SetParamEntityParsing, 1, 1, 0,
         "Controls parsing of parameter entities (including the external DTD subset)."},
        {"UseForeignDTD", parser_UseForeignDTD, 0, -1, METHOD_KEYWORDS,
         "Allows the application to provide an artificial external subset if one is not specified as part "
         "of the document instance."},
        {0},
    };
    static const struct ouro_getset getsets[] = {
#define X(name, attribute) {#attribute, get_##name, set_##name, NULL},
        EXPAT_HANDLERS(X)
#undef X
        {"ErrorCode", get_error_code, NULL, NULL}, {"ErrorLineNumber", get_line, NULL, NULL},
        {"ErrorColumnNumber", get_column, NULL, NULL}, {"ErrorByteIndex", get_byte_index, NULL, NULL},
        {"CurrentLineNumber", get_line, NULL, NULL}, {"CurrentColumnNumber", get_column, NULL, NULL},
        {"CurrentByteIndex", get_byte_index, NULL, NULL},
        {"buffer_size", get_buffer_size, set_buffer_size, NULL},
        {"buffer_text", get_buffer_text, set_buffer_text, NULL},
        {"buffer_used", get_buffer_used, NULL, NULL},
        {"namespace_prefixes", get_namespace_prefixes, set_namespace_prefixes, NULL},
        {"ordered_attributes", get_ordered, set_ordered, NULL},
        {"specified_attributes", get_specified, set_specified, NULL},
        {0},
    };
    static const struct ouro_member members[] = {
        {"intern", offsetof(struct expat_parser, intern), MEMBER_OBJECT, true}, {0}};
    struct ouro_class *cls = ouro_class_native(rt, "pyexpat.xmlparser", NULL, sizeof(struct expat_parser),
                                               OURO_BLOCK_CONTAINER, CLASS_NO_INSTANTIATION);
    if (!cls)
        return ouro_raise_memory(rt);
    cls->core.dealloc = parser_dealloc;
    cls->core.traverse = parser_traverse;
    cls->core.clear = parser_clear;
    cls->getattr = ouro_generic_getattr;
    return ouro_class_ready(rt, cls, methods, getsets, members) &&
           ouro_module_add(rt, module, "XMLParserType", &cls->core.base) &&
           ouro_vm_state_set(rt, "pyexpat.xmlparser", &cls->core.base);
}

static bool add_version(ouro_runtime *rt, ouro_object *module, struct expat_library *library)
{
    struct expat_version version = library->version_info();
    ouro_object *parts[] = {ouro_int_new(rt, version.major), ouro_int_new(rt, version.minor),
                            ouro_int_new(rt, version.micro)};
    ouro_object *info = ouro_tuple_from(rt, parts, 3); /* small ints: nothing to count */
    ouro_object *features = info ? ouro_list_new(rt, 8) : NULL;
    const struct expat_feature *feature = library->features();
    bool is_good = features != NULL;
    for (; is_good && feature && feature->number; feature++) {
        ouro_object *pair[] = {ouro_str_from(rt, feature->name), ouro_int_new(rt, feature->value)};
        ouro_object *item = pair[0] && pair[1] ? ouro_tuple_from(rt, pair, 2) : NULL;
        is_good = item && ouro_list_append_take(rt, features, item);
        xdecref(rt, pair[0]);
        xdecref(rt, pair[1]);
    }
    is_good = is_good && ouro_module_add(rt, module, "version_info", info) &&
              ouro_module_add(rt, module, "features", features) &&
              ouro_foreign_text_add(rt, module, "EXPAT_VERSION", library->version()) &&
              ouro_foreign_text_add(rt, module, "native_encoding", "UTF-8");
    xdecref(rt, info);
    xdecref(rt, features);
    return is_good;
}

bool ouro_module_pyexpat_init(ouro_runtime *rt, ouro_object *module)
{
    static const struct ouro_method functions[] = {
        {"ParserCreate", expat_ParserCreate, 0, -1, METHOD_KEYWORDS, "Return a new XML parser object."},
        {"ErrorString", expat_ErrorString, 1, 1, 0, "Returns string error for given number."},
        {0},
    };
    static const struct ouro_foreign_number numbers[] = {
        {"XML_PARAM_ENTITY_PARSING_NEVER", 0}, {"XML_PARAM_ENTITY_PARSING_UNLESS_STANDALONE", 1},
        {"XML_PARAM_ENTITY_PARSING_ALWAYS", 2},
    };
    struct expat_library *library = library_open(rt);
    ouro_object *base = (ouro_object *)builtin_class(rt, EXC_Exception);
    ouro_object *error = library ? ouro_foreign_error_add(rt, module, "xml.parsers.expat", "ExpatError", base,
                                                          NULL) : NULL;
    return error && ouro_module_add(rt, module, "error", error) && add_class(rt, module) &&
           ouro_module_add_functions(rt, module, functions) && add_version(rt, module, library) &&
           ouro_foreign_numbers_add(rt, module, numbers, sizeof numbers / sizeof *numbers) &&
           ouro_foreign_text_add(rt, module, "__doc__", "Python wrapper for Expat parser.") &&
           ouro_expat_constants_add(rt, module, library);
}
