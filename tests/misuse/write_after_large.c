/* A byte written behind the end of a large block. */
/* EXPECT: program.py:12 */
#include "misuse.h"

int main(void)
{
    start();
    char *block = ouro_mem_alloc(&mem, OURO_DOMAIN_OBJECT, 300000);
    block[300000] = 120;
    ouro_mem_free(&mem, OURO_DOMAIN_OBJECT, block);
    return 0;
}
