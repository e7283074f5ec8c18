/* Modules written in Python that are part of the program, in tables that the build makes of
 * src/modules/ *.py. */
#ifndef OURO_VM_EMBEDDED_H
#define OURO_VM_EMBEDDED_H

#include <stdbool.h>
#include <stddef.h>

struct ouro_embedded_module {
    const char *name;   /* with dots for a module in a package */
    const char *source; /* UTF-8 */
    size_t size;
    bool is_package;
};

extern const struct ouro_embedded_module ouro_embedded_modules[]; /* ends with a NULL name */

/* The same modules compiled: images (lang/code_image.h). The first stage of the build, which makes this
 * table, has an empty one. */
struct ouro_frozen_module {
    const unsigned char *image, *positions; /* its two parts, apart: pages of positions are not touched */
    size_t size;                            /* of both */
};

extern const struct ouro_frozen_module ouro_frozen_modules[]; /* row for row */
extern const size_t ouro_frozen_module_count;

#endif
