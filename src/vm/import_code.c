#include "vm/import_code.h"

#include <stdio.h>
#include <sys/stat.h>

#include "lang/code_image.h"
#include "lang/compile.h"
#include "types/dict.h"
#include "types/error.h"
#include "vm/import_cache.h"

static ouro_object *compile_source(ouro_runtime *rt, const char *source, size_t size,
                                   ouro_object *filename, bool is_text)
{
    struct ouro_compile_options options = {.mode = PARSE_FILE, .is_text = is_text};
    return ouro_compile_with(rt, source, size, filename, &options);
}

ouro_object *ouro_import_embedded_code(ouro_runtime *rt, const struct ouro_embedded_module *module,
                                       ouro_object *filename)
{
    size_t index = (size_t)(module - ouro_embedded_modules);
    ouro_object *code;
    if (index < ouro_frozen_module_count) {
        const struct ouro_frozen_module *frozen = &ouro_frozen_modules[index];
        struct ouro_code_source source = {
            .data = frozen->image, .positions = frozen->positions, .size = frozen->size,
            .filename = filename};
        int found = ouro_code_image_read(rt, &source, &code);
        if (found)
            return found > 0 ? code : NULL;
    }
    return compile_source(rt, module->source, module->size, filename, true);
}

/* The whole file, NUL behind it; freed with ouro_buffer_free(size + 1). NULL with an error. */
static char *read_file(ouro_runtime *rt, const char *path, size_t *size, struct stat *status)
{
    FILE *file = fopen(path, "rb");
    if (!file)
        return ouro_raise(rt, EXC_ImportError, "cannot read %s", path);
    char *data = NULL;
    if (fstat(fileno(file), status) == 0 &&
        (data = ouro_buffer_alloc(rt, (size_t)status->st_size + 1))) {
        *size = fread(data, 1, (size_t)status->st_size, file);
        data[*size] = '\0';
        char *shorter = *size == (size_t)status->st_size ? data
                        : ouro_buffer_realloc(rt, data, (size_t)status->st_size + 1, *size + 1);
        if (!shorter)
            ouro_buffer_free(rt, data, (size_t)status->st_size + 1);
        data = shorter;
    }
    fclose(file);
    return data;
}

static ouro_object *compile_file(ouro_runtime *rt, const char *file, ouro_object *filename)
{
    size_t size = 0;
    struct stat status;
    char *source = read_file(rt, file, &size, &status);
    if (!source)
        return NULL;
    ouro_object *code = compile_source(rt, source, size, filename, false);
    ouro_buffer_free(rt, source, size + 1);
    if (code && size == (size_t)status.st_size)
        ouro_import_cache_write(rt, file, &status, code);
    return code;
}

ouro_object *ouro_import_file_code(ouro_runtime *rt, const char *file, ouro_object *filename)
{
    struct stat status;
    ouro_object *code;
    int found = stat(file, &status) == 0
                    ? ouro_import_cache_read(rt, file, &status, filename, &code) : 0;
    if (found)
        return found > 0 ? code : NULL;
    return compile_file(rt, file, filename);
}

bool ouro_import_cached_set(ouro_runtime *rt, ouro_object *dict, ouro_object *filename)
{
    ouro_object *path = ouro_import_cache_path(rt, filename);
    bool is_set = path && ouro_dict_set_text(rt, dict, "__cached__", path);
    xdecref(rt, path);
    return is_set;
}
