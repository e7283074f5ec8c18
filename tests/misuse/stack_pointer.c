/* An address of the stack freed. */
/* EXPECT:  */
#include "misuse.h"

int main(void)
{
    start();
    char block[64] = {0};
    ouro_mem_free(&mem, OURO_DOMAIN_MEM, block + 16);
    return 0;
}
