/* A block of the mem domain freed twice. */
/* EXPECT: program.py:12 already API */
#include "misuse.h"

int main(void)
{
    start();
    void *block = ouro_mem_alloc(&mem, OURO_DOMAIN_MEM, 40);
    ouro_mem_free(&mem, OURO_DOMAIN_MEM, block);
    ouro_mem_free(&mem, OURO_DOMAIN_MEM, block);
    return 0;
}
