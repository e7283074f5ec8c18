/* A pointer into the middle of a block. */
/* EXPECT:  */
#include "misuse.h"

int main(void)
{
    start();
    char *block = ouro_mem_alloc(&mem, OURO_DOMAIN_MEM, 400);
    ouro_mem_free(&mem, OURO_DOMAIN_MEM, block + 48);
    return 0;
}
