#include "lang/names.h"

#include <string.h>
#include <utf8proc.h>

enum { FIRST_CAPACITY = 256 };

struct name_entry {
    const struct ast_text *text; /* NULL: free */
    uint32_t hash;
};

void ouro_names_init(struct name_table *names, struct ouro_arena *arena)
{
    *names = (struct name_table){.arena = arena};
}

void ouro_names_destroy(struct name_table *names)
{
    struct ouro_arena *arena = names->arena;
    if (names->entries)
        arena->free(arena->context, names->entries, names->capacity * sizeof(struct name_entry));
    ouro_names_init(names, arena);
}

static uint32_t hash_bytes(const char *bytes, size_t size)
{
    uint32_t hash = 2166136261u;
    for (size_t i = 0; i < size; i++)
        hash = (hash ^ (unsigned char)bytes[i]) * 16777619u;
    return hash ^ (hash >> 15);
}

static bool grow(struct name_table *names)
{
    size_t capacity = names->capacity ? names->capacity * 2 : FIRST_CAPACITY;
    struct ouro_arena *arena = names->arena;
    struct name_entry *entries = arena->alloc(arena->context, capacity * sizeof *entries);
    if (!entries)
        return false;
    memset(entries, 0, capacity * sizeof *entries);
    for (size_t i = 0; i < names->capacity; i++) {
        if (!names->entries[i].text)
            continue;
        size_t index = names->entries[i].hash & (capacity - 1);
        while (entries[index].text)
            index = (index + 1) & (capacity - 1);
        entries[index] = names->entries[i];
    }
    size_t count = names->count;
    ouro_names_destroy(names);
    names->entries = entries;
    names->capacity = capacity;
    names->count = count;
    return true;
}

static const struct ast_text *intern_normal(struct name_table *names, const char *bytes, size_t size)
{
    if (names->count * 2 >= names->capacity && !grow(names))
        return NULL;
    uint32_t hash = hash_bytes(bytes, size);
    size_t index = hash & (names->capacity - 1);
    for (; names->entries[index].text; index = (index + 1) & (names->capacity - 1)) {
        const struct ast_text *text = names->entries[index].text;
        if (names->entries[index].hash == hash && text->size == size &&
            memcmp(text->bytes, bytes, size) == 0)
            return text;
    }
    struct ast_text *text = ouro_arena_alloc(names->arena, sizeof *text);
    if (!text)
        return NULL;
    text->bytes = ouro_arena_copy(names->arena, bytes, size);
    if (!text->bytes)
        return NULL;
    text->size = (uint32_t)size;
    names->entries[index] = (struct name_entry){.text = text, .hash = hash};
    names->count++;
    return text;
}

static bool is_ascii(const char *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        if ((unsigned char)bytes[i] >= 0x80)
            return false;
    }
    return true;
}

const struct ast_text *ouro_names_intern(struct name_table *names, const char *bytes, size_t size)
{
    if (is_ascii(bytes, size))
        return intern_normal(names, bytes, size);
    /* One character decomposes into 18 at most, and re-encoding in place never takes more room. */
    const utf8proc_option_t options = UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT;
    utf8proc_ssize_t room = (utf8proc_ssize_t)size * 18 + 1;
    utf8proc_int32_t *buffer = ouro_arena_alloc(names->arena, (size_t)room * sizeof *buffer);
    if (!buffer)
        return NULL;
    utf8proc_ssize_t count = utf8proc_decompose((const utf8proc_uint8_t *)bytes,
                                                (utf8proc_ssize_t)size, buffer, room - 1, options);
    if (count < 0 || count >= room)
        return intern_normal(names, bytes, size);
    utf8proc_ssize_t normal_size = utf8proc_reencode(buffer, count, options);
    if (normal_size < 0)
        return intern_normal(names, bytes, size);
    return intern_normal(names, (const char *)buffer, (size_t)normal_size);
}

/* The characters that Unicode takes out of XID_Start and XID_Continue because normalising them would
 * lead out of the set. */
static bool leaves_identifiers_when_normalised(int32_t c)
{
    return c == 0x37A || c == 0x309B || c == 0x309C || (c >= 0xFC5E && c <= 0xFC63) ||
           c == 0xFDFA || c == 0xFDFB || (c >= 0xFE70 && c <= 0xFE7E && c % 2 == 0);
}

/* Pattern_Syntax has one letter range, and Unicode keeps it out of identifiers. */
static bool is_identifier_start(int32_t c)
{
    if (c == '_')
        return true;
    if (leaves_identifiers_when_normalised(c) || c == 0xE33 || c == 0xEB3 || c == 0xFF9E ||
        c == 0xFF9F || c == 0x2E2F)
        return false;
    switch (utf8proc_category(c)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_NL:
        return true;
    default:
        return c == 0x1885 || c == 0x1886 || c == 0x2118 || c == 0x212E;
    }
}

static bool is_identifier_continue(int32_t c)
{
    if (is_identifier_start(c))
        return true;
    if (leaves_identifiers_when_normalised(c))
        return false;
    switch (utf8proc_category(c)) {
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_PC:
        return true;
    default:
        return c == 0xB7 || c == 0x387 || (c >= 0x1369 && c <= 0x1371) || c == 0x19DA ||
               c == 0xE33 || c == 0xEB3 || c == 0xFF9E || c == 0xFF9F;
    }
}

size_t ouro_names_scan(const char *bytes, size_t size)
{
    size_t position = 0;
    while (position < size) {
        utf8proc_int32_t c;
        utf8proc_ssize_t step = utf8proc_iterate((const utf8proc_uint8_t *)bytes + position,
                                                 (utf8proc_ssize_t)(size - position), &c);
        if (step <= 0)
            return position;
        if (position == 0 ? !is_identifier_start(c) : !is_identifier_continue(c))
            return position;
        position += (size_t)step;
    }
    return size;
}

bool ouro_names_is_printable(uint32_t code_point)
{
    if (code_point == ' ')
        return true;
    switch (utf8proc_category((utf8proc_int32_t)code_point)) {
    case UTF8PROC_CATEGORY_CN:
    case UTF8PROC_CATEGORY_CC:
    case UTF8PROC_CATEGORY_CF:
    case UTF8PROC_CATEGORY_CS:
    case UTF8PROC_CATEGORY_CO:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
    case UTF8PROC_CATEGORY_ZS:
        return false;
    default:
        return true;
    }
}
