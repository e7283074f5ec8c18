#include "vm/import_path.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "types/list.h"
#include "types/protocol.h"
#include "types/str.h"

#ifndef OURO_LIBRARY_DEFAULT
#define OURO_LIBRARY_DEFAULT "/usr/lib/python3.11"
#endif

const char *ouro_import_library(void)
{
    const char *folder = getenv("OURO_LIBRARY");
    if (!folder)
        return OURO_LIBRARY_DEFAULT;
    return *folder ? folder : NULL;
}

static bool append_text(ouro_runtime *rt, ouro_object *list, ouro_object *text)
{
    return text && ouro_list_append_take(rt, list, text);
}

static ouro_object *decode(ouro_runtime *rt, const char *bytes, size_t size)
{
    return ouro_str_decode(rt, (const uint8_t *)bytes, size, "utf-8", "surrogateescape");
}

/* One entry of PYTHONPATH, made absolute: the program may change its folder. */
static ouro_object *entry_new(ouro_runtime *rt, const char *entry, size_t size)
{
    if (*entry == '/' && size)
        return decode(rt, entry, size);
    char *folder = getcwd(NULL, 0);
    ouro_object *base = folder ? decode(rt, folder, strlen(folder)) : ouro_str_from(rt, ".");
    free(folder);
    ouro_object *tail = base && size ? decode(rt, entry, size) : NULL;
    if (base && tail)
        setref_take(rt, &base, ouro_str_format(rt, "%U/%U", base, tail));
    else if (base && size)
        clearref(rt, &base);
    xdecref(rt, tail);
    return base;
}

ouro_object *ouro_import_path_new(ouro_runtime *rt, const char *folders)
{
    ouro_object *list = ouro_list_new(rt, 0);
    const char *entry = folders, *library = ouro_import_library();
    bool is_good = list != NULL;
    while (is_good && entry && *entry) {
        size_t size = strcspn(entry, ":");
        is_good = append_text(rt, list, entry_new(rt, entry, size));
        entry += size;
        entry += *entry == ':';
    }
    if (is_good && library)
        is_good = append_text(rt, list, decode(rt, library, strlen(library)));
    if (!is_good && list)
        clearref(rt, &list);
    return list;
}

ouro_object *ouro_import_library_portion(ouro_runtime *rt, const char *package)
{
    const char *library = ouro_import_library();
    ouro_object *list = ouro_list_new(rt, 0);
    if (!list || !library)
        return list;
    struct ouro_str_builder builder;
    ouro_str_builder_init(&builder, rt);
    ouro_str_builder_literal(&builder, library);
    ouro_str_builder_character(&builder, '/');
    for (; *package; package++) /* a package in a package has a folder in a folder */
        ouro_str_builder_character(&builder, *package == '.' ? '/' : (uint8_t)*package);
    if (!append_text(rt, list, ouro_str_builder_finish(&builder)))
        clearref(rt, &list);
    return list;
}
