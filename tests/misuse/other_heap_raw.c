/* The same with the raw domain. */
/* EXPECT:  */
#include "misuse.h"

int main(void)
{
    start();
    void *block = ouro_mem_alloc(&other, OURO_DOMAIN_RAW, 40);
    ouro_mem_free(&mem, OURO_DOMAIN_RAW, block);
    return 0;
}
