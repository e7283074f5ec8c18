/* A block of the mem domain freed as a raw one. */
/* EXPECT:  */
#include "misuse.h"

int main(void)
{
    start();
    void *block = ouro_mem_alloc(&mem, OURO_DOMAIN_MEM, 40);
    ouro_mem_free(&mem, OURO_DOMAIN_RAW, block);
    return 0;
}
