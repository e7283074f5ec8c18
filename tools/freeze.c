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

static void write_array(FILE *file, size_t index, const uint8_t *data, size_t size)
{
    fprintf(file, "static const unsigned char image_%zu[] = {", index);
    for (size_t i = 0; i < size; i++)
        fprintf(file, i % 24 ? "%u," : "\n    %u,", data[i]);
    fputs("\n};\n\n", file);
}

static bool write_modules(ouro_runtime *rt, FILE *file)
{
    size_t count = 0;
    fputs("#include \"vm/embedded.h\"\n\n", file);
    for (; ouro_embedded_modules[count].name; count++) {
        ouro_object *image = image_of(rt, &ouro_embedded_modules[count]);
        if (!image) {
            fprintf(stderr, "ouro_freeze: cannot compile %s\n", ouro_embedded_modules[count].name);
            return false;
        }
        write_array(file, count, bytes_of(image)->data, bytes_of(image)->length);
        decref(rt, image);
    }
    fputs("const struct ouro_frozen_module ouro_frozen_modules[] = {\n", file);
    for (size_t i = 0; i < count; i++)
        fprintf(file, "    {image_%zu, sizeof image_%zu},\n", i, i);
    fprintf(file, "    {NULL, 0},\n};\nconst size_t ouro_frozen_module_count = %zu;\n", count);
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
