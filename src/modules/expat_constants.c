/* pyexpat.errors and pyexpat.model: names for the numbers of the library. */
#include "modules/expat_internal.h"
#include "types/dict.h"
#include "types/int.h"
#include "types/str.h"

/* By number, from 1. */
static const char *const error_names[] = {
    "NO_MEMORY", "SYNTAX", "NO_ELEMENTS", "INVALID_TOKEN", "UNCLOSED_TOKEN", "PARTIAL_CHAR", "TAG_MISMATCH",
    "DUPLICATE_ATTRIBUTE", "JUNK_AFTER_DOC_ELEMENT", "PARAM_ENTITY_REF", "UNDEFINED_ENTITY",
    "RECURSIVE_ENTITY_REF", "ASYNC_ENTITY", "BAD_CHAR_REF", "BINARY_ENTITY_REF",
    "ATTRIBUTE_EXTERNAL_ENTITY_REF", "MISPLACED_XML_PI", "UNKNOWN_ENCODING", "INCORRECT_ENCODING",
    "UNCLOSED_CDATA_SECTION", "EXTERNAL_ENTITY_HANDLING", "NOT_STANDALONE", "UNEXPECTED_STATE",
    "ENTITY_DECLARED_IN_PE", "FEATURE_REQUIRES_XML_DTD", "CANT_CHANGE_FEATURE_ONCE_PARSING",
    "UNBOUND_PREFIX", "UNDECLARING_PREFIX", "INCOMPLETE_PE", "XML_DECL", "TEXT_DECL", "PUBLICID", "SUSPENDED",
    "NOT_SUSPENDED", "ABORTED", "FINISHED", "SUSPEND_PE", "RESERVED_PREFIX_XML", "RESERVED_PREFIX_XMLNS",
    "RESERVED_NAMESPACE_URI", "INVALID_ARGUMENT", "NO_BUFFER", "AMPLIFICATION_LIMIT_BREACH",
};

/* A module in a module, which sys.modules has too. */
static ouro_object *submodule(ouro_runtime *rt, ouro_object *module, const char *full,
                              const char *name, const char *doc)
{
    ouro_object *made = ouro_module_new(rt, full);
    if (made && (!ouro_foreign_text_add(rt, made, "__doc__", doc) ||
                 !ouro_module_add(rt, module, name, made) ||
                 !ouro_dict_set_text(rt, rt->modules, full, made)))
        clearref(rt, &made);
    return made;
}

static bool add_error(ouro_runtime *rt, ouro_object *module, const char *name, const char *text,
                      int64_t value, ouro_object *codes, ouro_object *messages)
{
    ouro_object *full = ouro_str_format(rt, "XML_ERROR_%s", name);
    ouro_object *message = ouro_str_from(rt, text), *number = ouro_int_new(rt, value);
    bool is_good = full && message && number &&
                   ouro_module_add(rt, module, (const char *)str_of(full)->data, message) &&
                   ouro_dict_set(rt, codes, message, number) && ouro_dict_set(rt, messages, number, message);
    xdecref(rt, full);
    xdecref(rt, message);
    xdecref(rt, number);
    return is_good;
}

static bool add_errors(ouro_runtime *rt, ouro_object *module, struct expat_library *library)
{
    ouro_object *errors = submodule(rt, module, "pyexpat.errors", "errors",
                                    "Constants used to describe error conditions.");
    ouro_object *codes = ouro_dict_new(rt), *messages = ouro_dict_new(rt);
    bool is_good = errors && codes && messages;
    for (size_t i = 0; is_good && i < sizeof error_names / sizeof *error_names; i++) {
        const char *text = library->error_string((int)i + 1);
        is_good = !text || add_error(rt, errors, error_names[i], text, (int64_t)i + 1, codes, messages);
    }
    is_good = is_good && ouro_module_add(rt, errors, "codes", codes) &&
              ouro_module_add(rt, errors, "messages", messages);
    xdecref(rt, errors);
    xdecref(rt, codes);
    xdecref(rt, messages);
    return is_good;
}

static bool add_model(ouro_runtime *rt, ouro_object *module)
{
    static const struct ouro_foreign_number numbers[] = {
        {"XML_CTYPE_EMPTY", 1}, {"XML_CTYPE_ANY", 2}, {"XML_CTYPE_MIXED", 3}, {"XML_CTYPE_NAME", 4},
        {"XML_CTYPE_CHOICE", 5}, {"XML_CTYPE_SEQ", 6}, {"XML_CQUANT_NONE", 0}, {"XML_CQUANT_OPT", 1},
        {"XML_CQUANT_REP", 2}, {"XML_CQUANT_PLUS", 3},
    };
    ouro_object *model = submodule(rt, module, "pyexpat.model", "model",
                                   "Constants used to interpret content model information.");
    bool is_good = model && ouro_foreign_numbers_add(rt, model, numbers, sizeof numbers / sizeof *numbers);
    xdecref(rt, model);
    return is_good;
}

bool ouro_expat_constants_add(ouro_runtime *rt, ouro_object *module, struct expat_library *library)
{
    return add_errors(rt, module, library) && add_model(rt, module);
}
