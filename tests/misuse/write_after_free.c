/* A freed block written to; seen when it is handed out again. One block stays: a pool that is empty is
 * given up with what its blocks remembered. */
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
    return 0;
}
