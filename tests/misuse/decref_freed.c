/* The count of a freed object taken down once more. */
/* EXPECT:  */
#include "misuse.h"

static void thing_dealloc(struct ouro_heap *heap, ouro_object *self)
{
    ouro_object_free(heap, self, 32, OURO_BLOCK_ATOM);
}

int main(void)
{
    start();
    struct ouro_mem_options options = {.is_debug = true, .reserve_size = (size_t)1 << 30};
    struct ouro_heap *heap = ouro_heap_create(sizeof(struct ouro_heap), &options);
    static struct ouro_type type = {.name = "thing", .kind = OURO_BLOCK_ATOM, .instance_size = 32};
    type.dealloc = thing_dealloc;
    if (!heap || !ouro_type_register(heap, &type, 40))
        return 3;
    ouro_object *object = ouro_object_alloc(heap, 40, 32, OURO_BLOCK_ATOM);
    ouro_object_decref(heap, object);
    object->refcount = 1; /* as a stale owner sees it */
    thing_dealloc(heap, object);
    return 0;
}
