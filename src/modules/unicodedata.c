/* unicodedata: properties of characters, from libunistring (Unicode 14 as CPython 3.11's) and utf8proc. */
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "types/float.h"
#include "types/int.h"
#include "types/str.h"
#include "types/unicode_names.h"
#include "vm/vm.h"

#define NATIVE(name)                                                                              \
    static ouro_object *name(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,       \
                             size_t count, ouro_object *names)

/* A function of the library with its true type; the module was not made without the library. */
#define LIBRARY(type, name, ...)                                                                  \
    type (*name)(__VA_ARGS__);                                                                    \
    void *name##_symbol = ouro_unicode_symbol(#name);                                             \
    if (!name##_symbol)                                                                           \
        return ouro_raise(rt, EXC_ImportError, "libunistring lacks " #name);                      \
    memcpy(&name, &name##_symbol, sizeof name)

static bool character_of(ouro_runtime *rt, const char *function, const char *position, ouro_object *object,
                         uint32_t *character)
{
    if (!is_str(rt, object) || ouro_str_length(object) != 1)
        return ouro_raise(rt, EXC_TypeError, "%s() argument %smust be a unicode character, not %W", function,
                          position, object) != NULL;
    *character = ouro_str_at(object, 0);
    return true;
}

/* ---- names ----------------------------------------------------------------------------------- */

NATIVE(unicodedata_name)
{
    uint32_t c = 0;
    char name[UNICODE_NAME_SIZE];
    if (!character_of(rt, "name", count > 1 ? "1 " : "1 ", args[0], &c))
        return NULL;
    if (ouro_unicode_name_get(c, name))
        return ouro_str_from(rt, name);
    return count > 1 ? newref(args[1]) : ouro_raise(rt, EXC_ValueError, "no such name");
}

NATIVE(unicodedata_lookup)
{
    size_t size;
    ouro_object *owner;
    uint32_t c = 0;
    if (!is_str(rt, args[0]))
        return ouro_raise(rt, EXC_TypeError, "lookup() argument must be str, not %W", args[0]);
    const char *name = ouro_str_utf8(rt, args[0], &size, &owner);
    if (!name)
        return NULL;
    bool is_found = ouro_unicode_name_find(NULL, name, size, &c);
    xdecref(rt, owner);
    if (is_found)
        return ouro_str_from_character(rt, c);
    ouro_object *message = ouro_str_format(rt, "undefined character name '%U'", args[0]);
    if (message)
        ouro_raise_object(rt, EXC_KeyError, message);
    xdecref(rt, message);
    return NULL;
}

/* ---- classes --------------------------------------------------------------------------------- */

enum { NOT_ASSIGNED = 29, CATEGORY_COUNT };

/* The position of the category in the list of the library's bits; negative: an error is set. */
static int category_of(ouro_runtime *rt, uint32_t c)
{
    /* By value: a word with one bit set for the category, and a pointer. */
    struct category {
        uint64_t bits;
        const void *table;
    };
    struct category (*category)(uint32_t c);
    void *symbol = ouro_unicode_symbol("uc_general_category");
    if (!symbol) {
        ouro_raise(rt, EXC_ImportError, "libunistring lacks uc_general_category");
        return -1;
    }
    memcpy(&category, &symbol, sizeof category);
    uint64_t bits = category(c).bits & 0x3fffffff;
    for (int i = 0; i < CATEGORY_COUNT; i++)
        if (bits >> i & 1)
            return i;
    return NOT_ASSIGNED;
}

NATIVE(unicodedata_category)
{
    static const char words[] = "LuLlLtLmLoMnMcMeNdNlNoPcPdPsPePiPfPoSmScSkSoZsZlZpCcCfCsCoCn";
    uint32_t c = 0;
    if (!character_of(rt, "category", "", args[0], &c))
        return NULL;
    int at = category_of(rt, c);
    return at < 0 ? NULL : ouro_str_new(rt, words + 2 * at, 2);
}

NATIVE(unicodedata_bidirectional)
{
    static const char *const isolates[] = {"LRI", "RLI", "FSI", "PDI"}; /* from U+2066 */
    uint32_t c = 0;
    if (!character_of(rt, "bidirectional", "", args[0], &c))
        return NULL;
    LIBRARY(int, uc_bidi_class, uint32_t c);
    LIBRARY(const char *, uc_bidi_class_name, int class);
    int category = category_of(rt, c);
    if (category < 0)
        return NULL;
    if (category == NOT_ASSIGNED)
        return rt->empty_str;
    const char *name = c >= 0x2066 && c <= 0x2069 ? isolates[c - 0x2066]
                                                  : uc_bidi_class_name(uc_bidi_class(c));
    return ouro_str_from(rt, name ? name : "");
}

NATIVE(unicodedata_combining)
{
    uint32_t c = 0;
    if (!character_of(rt, "combining", "", args[0], &c))
        return NULL;
    LIBRARY(int, uc_combining_class, uint32_t c);
    return ouro_int_new(rt, uc_combining_class(c));
}

NATIVE(unicodedata_mirrored)
{
    uint32_t c = 0;
    if (!character_of(rt, "mirrored", "", args[0], &c))
        return NULL;
    return ouro_int_new(rt, utf8proc_get_property((utf8proc_int32_t)c)->bidi_mirrored);
}

NATIVE(unicodedata_east_asian_width)
{
    static const struct {
        uint32_t first, last;
        uint8_t class;
    } ranges[] = {
#include "modules/east_asian_width.h"
    };
    static const char *const names_[] = {"N", "Na", "W", "F", "H", "A"};
    uint32_t c = 0;
    if (!character_of(rt, "east_asian_width", "", args[0], &c))
        return NULL;
    size_t low = 0, high = sizeof ranges / sizeof *ranges;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (c > ranges[middle].last)
            low = middle + 1;
        else if (c < ranges[middle].first)
            high = middle;
        else
            return ouro_str_from(rt, names_[ranges[middle].class]);
    }
    return ouro_str_from(rt, "N");
}

/* ---- numbers --------------------------------------------------------------------------------- */

static ouro_object *number_or(ouro_runtime *rt, int value, ouro_object *const *args, size_t count,
                              const char *message)
{
    if (value >= 0)
        return ouro_int_new(rt, value);
    return count > 1 ? newref(args[1]) : ouro_raise(rt, EXC_ValueError, "%s", message);
}

NATIVE(unicodedata_decimal)
{
    uint32_t c = 0;
    if (!character_of(rt, "decimal", "1 ", args[0], &c))
        return NULL;
    LIBRARY(int, uc_decimal_value, uint32_t c);
    return number_or(rt, uc_decimal_value(c), args, count, "not a decimal");
}

NATIVE(unicodedata_digit)
{
    uint32_t c = 0;
    if (!character_of(rt, "digit", "1 ", args[0], &c))
        return NULL;
    LIBRARY(int, uc_digit_value, uint32_t c);
    return number_or(rt, uc_digit_value(c), args, count, "not a digit");
}

static double ideograph_number(uint32_t c)
{
    static const struct {
        uint32_t character;
        double number;
    } rows[] = {
#include "modules/ideograph_numbers.h"
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (rows[i].character == c)
            return rows[i].number;
    return -1;
}

NATIVE(unicodedata_numeric)
{
    struct fraction {
        int numerator, denominator;
    };
    uint32_t c = 0;
    if (!character_of(rt, "numeric", "1 ", args[0], &c))
        return NULL;
    LIBRARY(struct fraction, uc_numeric_value, uint32_t c);
    struct fraction value = uc_numeric_value(c);
    if (value.denominator)
        return ouro_float_new(rt, (double)value.numerator / value.denominator);
    double number = ideograph_number(c);
    if (number >= 0)
        return ouro_float_new(rt, number);
    return count > 1 ? newref(args[1]) : ouro_raise(rt, EXC_ValueError, "not a numeric character");
}

/* ---- composition ----------------------------------------------------------------------------- */

static bool is_hangul_syllable(uint32_t c)
{
    return c >= 0xac00 && c <= 0xd7a3;
}

NATIVE(unicodedata_decomposition)
{
    static const char *const tags[] = {"", "<font> ", "<noBreak> ", "<initial> ", "<medial> ", "<final> ",
                                       "<isolated> ", "<circle> ", "<super> ", "<sub> ", "<vertical> ",
                                       "<wide> ", "<narrow> ", "<small> ", "<square> ", "<fraction> ",
                                       "<compat> "};
    uint32_t c = 0, parts[32];
    int tag = 0;
    if (!character_of(rt, "decomposition", "", args[0], &c))
        return NULL;
    LIBRARY(int, uc_decomposition, uint32_t c, int *tag, uint32_t *parts);
    int length = is_hangul_syllable(c) ? -1 : uc_decomposition(c, &tag, parts);
    if (length <= 0 || tag < 0 || tag > 16)
        return rt->empty_str;
    char text[32 * 7 + 16];
    size_t size = (size_t)snprintf(text, sizeof text, "%s", tags[tag]);
    for (int i = 0; i < length; i++)
        size += (size_t)snprintf(text + size, sizeof text - size, i ? " %04X" : "%04X", parts[i]);
    return ouro_str_new(rt, text, size);
}

/* The text in a normal form; owned. */
static ouro_object *normalize(ouro_runtime *rt, const char *function, ouro_object *form, ouro_object *text)
{
    static const char *const forms[][2] = {
        {"NFC", "uninorm_nfc"}, {"NFD", "uninorm_nfd"}, {"NFKC", "uninorm_nfkc"}, {"NFKD", "uninorm_nfkd"}};
    const void *symbol = NULL;
    for (int i = 0; i < 2; i++) {
        ouro_object *object = i ? text : form;
        if (!is_str(rt, object))
            return ouro_raise(rt, EXC_TypeError, "%s() argument %d must be str, not %W", function, i + 1,
                              object);
    }
    for (int i = 0; i < 4; i++)
        if (ouro_str_equal_text(form, forms[i][0]))
            symbol = ouro_unicode_symbol(forms[i][1]);
    if (!symbol)
        return ouro_raise(rt, EXC_ValueError, "invalid normalization form");
    if (ouro_str_is_ascii(text))
        return newref(text);
    LIBRARY(uint32_t *, u32_normalize, const void *form, const uint32_t *text, size_t length, uint32_t *out,
            size_t *out_length);
    size_t length = ouro_str_length(text), out_length = 0;
    uint32_t *characters = ouro_buffer_alloc(rt, (length + 1) * sizeof *characters);
    if (!characters)
        return NULL;
    for (size_t i = 0; i < length; i++)
        characters[i] = ouro_str_at(text, i);
    uint32_t *out = u32_normalize(symbol, characters, length, NULL, &out_length);
    ouro_buffer_free(rt, characters, (length + 1) * sizeof *characters);
    if (!out)
        return ouro_raise_memory(rt);
    ouro_object *result = ouro_str_from_characters(rt, out, out_length);
    free(out);
    return result;
}

NATIVE(unicodedata_normalize)
{
    return normalize(rt, "normalize", args[0], args[1]);
}

NATIVE(unicodedata_is_normalized)
{
    ouro_object *made = normalize(rt, "is_normalized", args[0], args[1]);
    if (!made)
        return NULL;
    bool is_same = ouro_str_equal(made, args[1]);
    decref(rt, made);
    return bool_object(rt, is_same);
}

static const struct ouro_method functions[] = {
    {"name", unicodedata_name, 1, 2, 0, "Returns the name assigned to the character chr as a string."},
    {"lookup", unicodedata_lookup, 1, 1, 0, "Look up character by name."},
    {"category", unicodedata_category, 1, 1, 0, NULL},
    {"bidirectional", unicodedata_bidirectional, 1, 1, 0, NULL},
    {"combining", unicodedata_combining, 1, 1, 0, NULL},
    {"mirrored", unicodedata_mirrored, 1, 1, 0, NULL},
    {"east_asian_width", unicodedata_east_asian_width, 1, 1, 0, NULL},
    {"decimal", unicodedata_decimal, 1, 2, 0, NULL},
    {"digit", unicodedata_digit, 1, 2, 0, NULL},
    {"numeric", unicodedata_numeric, 1, 2, 0, NULL},
    {"decomposition", unicodedata_decomposition, 1, 1, 0, NULL},
    {"normalize", unicodedata_normalize, 2, 2, 0, NULL},
    {"is_normalized", unicodedata_is_normalized, 2, 2, 0, NULL},
    {0},
};

/* The functions and a version that a module states. */
static bool fill(ouro_runtime *rt, ouro_object *module, const char *version_text)
{
    ouro_object *version = ouro_str_from(rt, version_text);
    bool is_good = version && ouro_module_add(rt, module, "unidata_version", version);
    xdecref(rt, version);
    return is_good && ouro_module_add_functions(rt, module, functions);
}

bool ouro_module_unicodedata_init(ouro_runtime *rt, ouro_object *module)
{
    if (!ouro_unicode_symbol("unicode_character_name"))
        return ouro_raise(rt, EXC_ImportError,
                          "libunistring cannot be opened: its package is libunistring2") != NULL;
    /* What stringprep and with it the idna codec ask for. The data are those of the one version we have:
     * characters that came after 3.2 are known as well. */
    ouro_object *old = ouro_module_new(rt, "unicodedata.UCD");
    bool is_good = old && fill(rt, old, "3.2.0") && ouro_module_add(rt, module, "ucd_3_2_0", old) &&
                   fill(rt, module, "14.0.0");
    xdecref(rt, old);
    return is_good;
}
