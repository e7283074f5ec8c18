/* What modules over libraries of the system share: the library, opened when its module is imported first;
 * memory for it; bytes that grow while it writes; constants and exceptions of the module.
 *
 * The functions of a library are pointers in a struct that begins with an object header. That object is kept
 * in the states of the runtime under the name of the file; whoever calls the library when the states may be
 * gone (a dealloc) holds a counted reference to it.
 * Depends on types, vm. */
#ifndef OURO_MODULES_FOREIGN_H
#define OURO_MODULES_FOREIGN_H

#include "vm/vm.h"

struct ouro_foreign_symbol {
    const char *name;
    uint32_t offset; /* of the pointer in the struct */
    bool is_optional;
};

/* Opens the library and fills a struct of this size; borrowed. symbols ends with a NULL name. ImportError
 * names the package that has the file. */
ouro_object *ouro_foreign_open(ouro_runtime *rt, const char *file, const char *package, size_t size,
                               const struct ouro_foreign_symbol *symbols);

/* An instance of the class kept under this name, zeroed behind its header. */
ouro_object *ouro_foreign_instance_new(ouro_runtime *rt, const char *class_name);

/* ---- filling a module ---- */

struct ouro_foreign_number {
    const char *name;
    int64_t value;
};

bool ouro_foreign_numbers_add(ouro_runtime *rt, ouro_object *module,
                              const struct ouro_foreign_number *numbers, size_t count);
bool ouro_foreign_text_add(ouro_runtime *rt, ouro_object *module, const char *name, const char *text);
/* The class becomes an attribute of the module and a state under its qualified name. */
bool ouro_foreign_class_add(ouro_runtime *rt, ouro_object *module, struct ouro_class *cls);
/* class NAME(base) of the module `where`, kept under "where.NAME"; doc may be NULL. Borrowed. */
ouro_object *ouro_foreign_error_add(ouro_runtime *rt, ouro_object *module, const char *where,
                                    const char *name, ouro_object *base, const char *doc);
/* Raises the exception of this state with a message as ouro_raise makes it; NULL. */
void *ouro_foreign_raise(ouro_runtime *rt, const char *state, const char *format, ...);

/* ---- memory that a library asks for: it lies in the heap, with its size in front ---- */

void *ouro_foreign_alloc(ouro_runtime *rt, size_t size);
void ouro_foreign_free(ouro_runtime *rt, void *memory);

/* ---- bytes that grow ---- */

struct ouro_output {
    uint8_t *data;
    size_t size, capacity;
};

/* Makes room for one byte more at least, but never for more than most in all. */
bool ouro_output_room(ouro_runtime *rt, struct ouro_output *out, size_t most);
/* Bytes of what was written, or NULL when it is not good; the buffer is freed. */
ouro_object *ouro_output_finish(ouro_runtime *rt, struct ouro_output *out, bool is_good);

/* ---- input that a decompressor could not take yet ---- */

struct ouro_input {
    ouro_object *bytes; /* NULL: none */
    size_t start;       /* what comes before is used up */
};

/* Appends data to what is left; *next and *size is all of it, valid while the input is not touched. object
 * is where data comes from: exact bytes are kept without a copy. */
bool ouro_input_add(ouro_runtime *rt, struct ouro_input *input, ouro_object *object, const uint8_t *data,
                    size_t size);
/* Only so much is left. unused: at the end of a stream the place where that goes; else NULL. */
bool ouro_input_keep(ouro_runtime *rt, struct ouro_input *input, size_t left, ouro_object **unused);

#endif
