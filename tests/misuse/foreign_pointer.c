/* A block of the C library freed into the heap. */
/* EXPECT:  */
#include "misuse.h"

int main(void)
{
    start();
    void *block = malloc(40);
    ouro_mem_free(&mem, OURO_DOMAIN_MEM, block);
    return 0;
}
