/* What the command line and the environment decide about sys: its flags, filters of warnings, paths. */
#include <stdlib.h>
#include <string.h>

#include "modules/registry.h"
#include "types/class_table.h"
#include "types/dict.h"
#include "types/int.h"
#include "types/list.h"
#include "types/str.h"
#include "types/struct_sequence.h"
#include "vm/import_path.h"

static bool put_take(ouro_runtime *rt, ouro_object *sys, const char *name, ouro_object *value)
{
    bool is_done = value && ouro_module_add(rt, sys, name, value);
    xdecref(rt, value);
    return is_done;
}

static ouro_object *decode(ouro_runtime *rt, const char *word, size_t size)
{
    return ouro_str_decode(rt, (const uint8_t *)word, size, "utf-8", "surrogateescape");
}

static int64_t count_letters(const char *letters, char letter)
{
    int64_t count = 0;
    for (; letters && *letters; letters++)
        count += *letters == letter;
    return count;
}

static bool has_x_option(const struct ouro_sys_options *options, const char *name)
{
    for (const char *const *word = options->x_options; word && *word; word++)
        if (!strcmp(*word, name))
            return true;
    return false;
}

static bool ignores_environment(const struct ouro_sys_options *options)
{
    return options->letters && strpbrk(options->letters, "EI");
}

static bool put_flags(ouro_runtime *rt, ouro_object *sys, const struct ouro_sys_options *options)
{
    static const struct {
        const char *name;
        char letters[3]; /* each counts */
    } flags[] = {
        {"debug", "d"}, {"inspect", ""}, {"interactive", ""}, {"optimize", "O"},
        {"dont_write_bytecode", "B"}, {"no_user_site", "sI"}, {"no_site", "S"},
        {"ignore_environment", "EI"}, {"verbose", "v"}, {"bytes_warning", "b"}, {"quiet", "q"},
        {"hash_randomization", ""}, {"isolated", "I"}, {"dev_mode", ""}, {"utf8_mode", ""},
        {"warn_default_encoding", ""}, {"safe_path", "PI"}, {"int_max_str_digits", ""}};
    enum { FLAG_COUNT = sizeof flags / sizeof *flags, NO_BYTECODE = 4, HASHES = 11, DEV_MODE = 13,
           SAFE_PATH = 16, DIGITS };
    const char *names[FLAG_COUNT + 1];
    ouro_object *items[FLAG_COUNT];
    const char *unwritten = ignores_environment(options) ? NULL : getenv("PYTHONDONTWRITEBYTECODE");
    for (size_t i = 0; i < FLAG_COUNT; i++) {
        int64_t count = count_letters(options->letters, flags[i].letters[0]);
        if (flags[i].letters[0] && flags[i].letters[1])
            count += count_letters(options->letters, flags[i].letters[1]);
        names[i] = flags[i].name;
        if (i == NO_BYTECODE)
            count = count || options->dont_write_bytecode || (unwritten && *unwritten);
        if (i == SAFE_PATH)
            items[i] = count ? rt->true_ : rt->false_;
        else if (i == DEV_MODE)
            items[i] = has_x_option(options, "dev") ? rt->true_ : rt->false_;
        else
            items[i] = ouro_int_new(rt, i == HASHES ? 1 : i == DIGITS ? 4300 : count);
    }
    names[FLAG_COUNT] = NULL;
    ouro_object *cls = ouro_struct_sequence_class_new(rt, "sys.flags", names, FLAG_COUNT);
    if (!cls) {
        for (size_t i = 0; i < FLAG_COUNT; i++)
            xdecref(rt, items[i]);
        return false;
    }
    ouro_object *value = ouro_struct_sequence_new_take(rt, cls, items, sizeof items / sizeof *items);
    decref(rt, cls);
    bool writes_none = count_letters(options->letters, 'B') || options->dont_write_bytecode ||
                       (unwritten && *unwritten);
    return put_take(rt, sys, "flags", value) &&
           put_take(rt, sys, "dont_write_bytecode", bool_object(rt, writes_none));
}

static bool append(ouro_runtime *rt, ouro_object *list, const char *word, size_t size)
{
    ouro_object *text = size ? decode(rt, word, size) : NULL;
    return !size || (text && ouro_list_append_take(rt, list, text));
}

/* $PYTHONWARNINGS first, then the words of the command line, which are stronger. */
static bool put_warnings(ouro_runtime *rt, ouro_object *sys, const struct ouro_sys_options *options)
{
    const char *word = ignores_environment(options) ? NULL : getenv("PYTHONWARNINGS");
    ouro_object *list = ouro_list_new(rt, 0);
    bool is_good = list != NULL;
    if (is_good && has_x_option(options, "dev"))
        is_good = append(rt, list, "default", 7);
    while (is_good && word && *word) {
        size_t size = strcspn(word, ",");
        is_good = append(rt, list, word, size);
        word += size;
        word += *word == ',';
    }
    for (const char *const *filter = options->warnings; is_good && filter && *filter; filter++)
        is_good = append(rt, list, *filter, strlen(*filter));
    if (!is_good && list)
        clearref(rt, &list);
    return put_take(rt, sys, "warnoptions", list);
}

/* "-X name=value"; a name alone is True. */
static bool put_x_options(ouro_runtime *rt, ouro_object *sys, const struct ouro_sys_options *options)
{
    ouro_object *dict = ouro_dict_new(rt);
    bool is_good = dict != NULL;
    for (const char *const *word = options->x_options; is_good && word && *word; word++) {
        size_t size = strcspn(*word, "=");
        ouro_object *name = decode(rt, *word, size);
        ouro_object *value = (*word)[size] ? decode(rt, *word + size + 1, strlen(*word + size + 1))
                                           : newref(rt->true_);
        is_good = name && value && ouro_dict_set(rt, dict, name, value);
        xdecref(rt, name);
        xdecref(rt, value);
    }
    if (!is_good && dict)
        clearref(rt, &dict);
    return put_take(rt, sys, "_xoptions", dict);
}

bool ouro_sys_prepare(ouro_runtime *rt, const struct ouro_sys_options *options)
{
    ouro_object *sys = ouro_vm_import(rt, "sys");
    const char *executable = options->executable;
    bool is_done = sys && put_flags(rt, sys, options) && put_warnings(rt, sys, options) &&
                   put_x_options(rt, sys, options);
    if (is_done && executable)
        is_done = put_take(rt, sys, "executable", decode(rt, executable, strlen(executable)));
    if (is_done && ignores_environment(options))
        is_done = put_take(rt, sys, "path", ouro_import_path_new(rt, NULL));
    xdecref(rt, sys);
    return is_done;
}
