/* A byte written before the start. */
/* EXPECT:  */
#include "misuse.h"

int main(void)
{
    start();
    char *block = ouro_mem_alloc(&mem, OURO_DOMAIN_MEM, 40);
    block[-1] = 120;
    ouro_mem_free(&mem, OURO_DOMAIN_MEM, block);
    return 0;
}
