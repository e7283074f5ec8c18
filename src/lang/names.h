/* The names of one parse: each identifier once, normalised (NFKC), with its bytes in the arena.
 *
 * Depends on base/arena and utf8proc. */
#ifndef OURO_LANG_NAMES_H
#define OURO_LANG_NAMES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "lang/ast.h"

struct name_table {
    struct ouro_arena *arena;
    struct name_entry *entries; /* open addressing; capacity is a power of two */
    size_t capacity;
    size_t count;
};

void ouro_names_init(struct name_table *names, struct ouro_arena *arena);
void ouro_names_destroy(struct name_table *names);

/* The unique text of an identifier as written; NULL when memory is out. */
const struct ast_text *ouro_names_intern(struct name_table *names, const char *bytes, size_t size);

/* The index of the first byte that cannot stand where it stands in an identifier; size if all can.
 * The bytes are valid UTF-8. */
size_t ouro_names_scan(const char *bytes, size_t size);

/* Whether str.isprintable says so of this character. */
bool ouro_names_is_printable(uint32_t code_point);

#endif
