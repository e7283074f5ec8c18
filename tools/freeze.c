/* Writes a C file that holds the compiled form of the modules written in Python: vm/embedded.h.
 *
 * usage: ouro_freeze OUTPUT
 *
 * It only compiles: no program runs, and nothing of the environment is looked at. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lang/code_image.h"
#include "lang/compile.h"
#include "types/bytes.h"
#include "types/str.h"
#include "vm/embedded.h"

static ouro_object *image_of(ouro_runtime *rt, const struct ouro_embedded_module *module)
{
    struct ouro_compile_options options = {.mode = PARSE_FILE, .is_text = true};
    ouro_object *filename = ouro_str_format(rt, "<frozen %s>", module->name), *image = NULL;
    ouro_object *code =
        filename ? ouro_compile_with(rt, module->source, module->size, filename, &options) : NULL;
    if (code)
        image = ouro_code_image_write(rt, code, NULL);
    xdecref(rt, code);
    xdecref(rt, filename);
    return image;
}

static void write_bytes(FILE *file, const uint8_t *data, size_t size)
{
    for (size_t i = 0; i < size; i++)
        fprintf(file, i % 24 ? "%u," : "\n    %u,", data[i]);
    fputs("\n};\n\n", file);
}

/* The positions of all modules lie together, one byte behind each: none may be empty. */
static void write_arrays(FILE *file, size_t index, const uint8_t *data, size_t size)
{
    size_t positions = ouro_code_image_positions(data);
    fprintf(file, "static const unsigned char image_%zu[] = {", index);
    write_bytes(file, data, positions);
    fprintf(file, "static const unsigned char positions_%zu[%zu]\n"
                  "    __attribute__((section(\".rodata.ouro_positions\"))) = {", index, size - positions + 1);
    write_bytes(file, data + positions, size - positions);
}

/* What most programs import lies together, so that they touch fewer pages. */
static bool is_common(const char *name)
{
    static const char *const names[] = {
        "_collections_abc", "_weakrefset", "abc", "collections", "collections.abc", "copyreg", "enum",
        "functools", "keyword", "linecache", "os", "posixpath", "re", "types", "warnings", "weakref"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (!strcmp(name, names[i]))
            return true;
    return false;
}

static bool write_images(ouro_runtime *rt, FILE *file, bool common)
{
    const struct ouro_embedded_module *module = ouro_embedded_modules;
    for (size_t i = 0; module->name; i++, module++) {
        if (is_common(module->name) != common)
            continue;
        ouro_object *image = image_of(rt, module);
        if (!image) {
            fprintf(stderr, "ouro_freeze: cannot compile %s\n", module->name);
            return false;
        }
        write_arrays(file, i, bytes_of(image)->data, bytes_of(image)->length);
        decref(rt, image);
    }
    return true;
}

static bool write_modules(ouro_runtime *rt, FILE *file)
{
    size_t count = 0;
    fputs("#include \"vm/embedded.h\"\n\n", file);
    if (!write_images(rt, file, true) || !write_images(rt, file, false))
        return false;
    while (ouro_embedded_modules[count].name)
        count++;
    fputs("const struct ouro_frozen_module ouro_frozen_modules[] = {\n", file);
    for (size_t i = 0; i < count; i++)
        fprintf(file, "    {image_%zu, positions_%zu, sizeof image_%zu + sizeof positions_%zu - 1},\n", i, i,
                i, i);
    fprintf(file, "    {NULL, NULL, 0},\n};\nconst size_t ouro_frozen_module_count = %zu;\n", count);
    return true;
}

int main(int argc, char **argv)
{
    if (argc != 2) {
        fputs("usage: ouro_freeze OUTPUT\n", stderr);
        return 2;
    }
    ouro_runtime *rt = ouro_runtime_create(NULL, 0);
    FILE *file = rt ? fopen(argv[1], "w") : NULL;
    bool is_done = file && write_modules(rt, file);
    if (file && (ferror(file) || fclose(file)))
        is_done = false;
    if (rt)
        ouro_runtime_destroy(rt);
    if (!is_done) {
        fprintf(stderr, "ouro_freeze: cannot write %s\n", argv[1]);
        remove(argv[1]);
    }
    return is_done ? 0 : 1;
}
