/* A block written to after it and all its neighbours were freed: the pool is empty, and would have been given
 * up with what its blocks remember, did they not rest first. */
/* EXPECT: written freed */
#include "misuse.h"

int main(void)
{
    start();
    char *blocks[200];
    for (int i = 0; i < 200; i++)
        blocks[i] = ouro_mem_alloc(&mem, OURO_DOMAIN_MEM, 40);
    for (int i = 0; i < 200; i++)
        ouro_mem_free(&mem, OURO_DOMAIN_MEM, blocks[i]);
    blocks[77][20] = 120;
    ouro_mem_trim(&mem);
    return 0;
}
