/* A byte written behind the end of a raw block. */
/* EXPECT: program.py:12 */
#include "misuse.h"

int main(void)
{
    start();
    char *block = ouro_mem_alloc(&mem, OURO_DOMAIN_RAW, 4000);
    block[4000] = 120;
    ouro_mem_free(&mem, OURO_DOMAIN_RAW, block);
    return 0;
}
