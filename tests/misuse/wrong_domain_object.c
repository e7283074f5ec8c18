/* A block of the object domain resized as a mem one. */
/* EXPECT:  */
#include "misuse.h"

int main(void)
{
    start();
    void *block = ouro_mem_alloc(&mem, OURO_DOMAIN_OBJECT, 40);
    block = ouro_mem_realloc(&mem, OURO_DOMAIN_MEM, block, 80);
    return 0;
}
