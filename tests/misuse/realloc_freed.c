/* A freed block resized. */
/* EXPECT:  */
#include "misuse.h"

int main(void)
{
    start();
    void *block = ouro_mem_alloc(&mem, OURO_DOMAIN_MEM, 40);
    ouro_mem_free(&mem, OURO_DOMAIN_MEM, block);
    block = ouro_mem_realloc(&mem, OURO_DOMAIN_MEM, block, 80);
    return 0;
}
