/* Modules written in Python that are part of the program: their source text, in a table that the build
 * makes of src/modules/ *.py. The table ends with a NULL name. */
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

extern const struct ouro_embedded_module ouro_embedded_modules[];

#endif
