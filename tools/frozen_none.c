/* The table of compiled modules of a build that has none: its first stage, or one for another machine. */
#include "vm/embedded.h"

const struct ouro_frozen_module ouro_frozen_modules[] = {{NULL, NULL, 0}};
const size_t ouro_frozen_module_count = 0;
