/* Freed blocks written to; seen when their rest is over, at the latest when the heap ends. */
/* EXPECT:  */
#include "misuse.h"

int main(void)
{
    start();
    char *blocks[200];
    for (int i = 0; i < 200; i++)
        blocks[i] = ouro_mem_alloc(&mem, OURO_DOMAIN_MEM, 40);
    for (int i = 1; i < 200; i++)
        ouro_mem_free(&mem, OURO_DOMAIN_MEM, blocks[i]);
    for (int i = 1; i < 200; i++)
        blocks[i][20] = 120;
    for (int i = 0; i < 4000; i++)
        blocks[i % 200] = ouro_mem_alloc(&mem, OURO_DOMAIN_MEM, 40);
    ouro_mem_destroy(&mem);
    return 0;
}
