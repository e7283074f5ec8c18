/* Names of characters, by libunistring, which is opened when the first one is asked for: programs without
 * \N{...} never load its tables. Without the library no name is known.
 * Depends on nothing. */
#ifndef OURO_TYPES_UNICODE_NAMES_H
#define OURO_TYPES_UNICODE_NAMES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { UNICODE_NAME_SIZE = 256 };

/* A function of the library, or NULL. */
void *ouro_unicode_symbol(const char *name);
/* The character of this name, case aside; a parse_character_name_function. */
bool ouro_unicode_name_find(void *context, const char *name, size_t size, uint32_t *character);
/* The name in the buffer of UNICODE_NAME_SIZE; false: it has none. */
bool ouro_unicode_name_get(uint32_t character, char *name);

#endif
