/* Message text in an arena. Depends on base/arena. */
#ifndef OURO_LANG_FORMAT_H
#define OURO_LANG_FORMAT_H

#include <stdarg.h>

#include "base/arena.h"
#include "base/compiler.h"

/* As vsnprintf; when memory is out, a fixed text that says so (never NULL). */
const char *ouro_format_list(struct ouro_arena *arena, const char *format, va_list arguments);
const char *ouro_arena_format(struct ouro_arena *arena, const char *format, ...) OURO_PRINTF(2, 3);

#endif
