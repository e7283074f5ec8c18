/* A block of one heap freed into another. */
/* EXPECT:  */
#include "misuse.h"

int main(void)
{
    start();
    void *block = ouro_mem_alloc(&other, OURO_DOMAIN_MEM, 40);
    ouro_mem_free(&mem, OURO_DOMAIN_MEM, block);
    return 0;
}
