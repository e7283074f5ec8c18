#include "base/assert.h"

#include <stdio.h>
#include <stdlib.h>

void ouro_assert_fail(const char *condition, const char *file, int line)
{
    fprintf(stderr, "ouro: internal error: %s (%s:%d)\n", condition, file, line);
    abort();
}
