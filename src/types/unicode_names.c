#include "types/unicode_names.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

void *ouro_unicode_symbol(const char *name)
{
    static const char *const libraries[] = {"libunistring.so.2", "libunistring.so.5"};
    for (size_t i = 0; i < sizeof libraries / sizeof *libraries; i++) {
        void *handle = dlopen(libraries[i], RTLD_LAZY | RTLD_LOCAL);
        void *symbol = handle ? dlsym(handle, name) : NULL;
        if (symbol)
            return symbol; /* the library stays open: opening it again costs little */
    }
    return NULL;
}

/* Ideographs are named by their number. */
static bool is_ideograph(uint32_t c)
{
    static const uint32_t ranges[][2] = {{0x3400, 0x4dbf},   {0x4e00, 0x9fff},   {0x20000, 0x2a6df},
                                         {0x2a700, 0x2b738}, {0x2b740, 0x2b81d}, {0x2b820, 0x2cea1},
                                         {0x2ceb0, 0x2ebe0}, {0x30000, 0x3134a}};
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
        if (c >= ranges[i][0] && c <= ranges[i][1])
            return true;
    return false;
}

static bool find_ideograph(const char *name, uint32_t *character)
{
    static const char start[] = "CJK UNIFIED IDEOGRAPH-";
    char *end;
    if (strncasecmp(name, start, sizeof start - 1) != 0)
        return false;
    const char *digits = name + sizeof start - 1;
    size_t size = strlen(digits);
    unsigned long value = strtoul(digits, &end, 16);
    *character = (uint32_t)value;
    return (size == 4 || size == 5) && !*end && *digits != '+' && *digits != '-' && value <= 0x10ffff &&
           is_ideograph(*character);
}

bool ouro_unicode_name_find(void *context, const char *name, size_t size, uint32_t *character)
{
    enum { INVALID = 0xffff }; /* what the library answers for an unknown name */
    uint32_t (*find)(const char *name);
    void *symbol = ouro_unicode_symbol("unicode_name_character");
    char text[UNICODE_NAME_SIZE];
    (void)context;
    if (!symbol || size >= sizeof text || memchr(name, 0, size))
        return false;
    memcpy(&find, &symbol, sizeof find);
    memcpy(text, name, size);
    text[size] = 0;
    if (find_ideograph(text, character))
        return true;
    *character = find(text);
    /* The library lets words be separated by anything; only the name itself counts. */
    char canonical[UNICODE_NAME_SIZE];
    if (*character == INVALID || !ouro_unicode_name_get(*character, canonical))
        return false;
    for (size_t i = 0; i <= size; i++) {
        char c = text[i];
        if (c >= 'a' && c <= 'z')
            c = (char)(c - 32);
        if (c != canonical[i])
            return strlen(canonical) != size; /* an alias has another name */
    }
    return true;
}

bool ouro_unicode_name_get(uint32_t character, char *name)
{
    char *(*get)(uint32_t character, char *buffer);
    void *symbol = ouro_unicode_symbol("unicode_character_name");
    if (!symbol)
        return false;
    if (is_ideograph(character)) {
        snprintf(name, UNICODE_NAME_SIZE, "CJK UNIFIED IDEOGRAPH-%X", character);
        return true;
    }
    memcpy(&get, &symbol, sizeof get);
    return get(character, name) != NULL;
}
