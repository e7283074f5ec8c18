/* Collections at safe points, to find references that are not counted.
 *
 * A collection at each of them would be honest and never end: a program with ten thousand containers and ten
 * million safe points would look at 10^11 objects. What a collection can find depends on the place where the
 * program is (which native code waits for a call to return) far more than on how often it came by. So
 * visits are counted by place: as the runtime tells it, the instructions of the innermost frames.
 *
 *      objects looked at so far     visits of a place that collect
 *      up to EFFORT                 the first 16,  then the 64th, 256th, 1024th, ...
 *      up to 2 EFFORT               the first 4,   then the 16th, 64th, ...
 *      beyond                       the first,     then the 4th, 16th, 64th, ...
 *
 * A short program thus has full collections at most of its safe points, a long one at every place. Slices are
 * so much cheaper that the first SLICES safe points all have one; then the last two lines of the table hold
 * for them too. Nothing of it depends on time: the same program collects at the same moments again. */
#include "gc/state.h"

enum { EFFORT = 8000000, SLICES = 100000, SLICE_EFFORT = EFFORT / SLICES };

static bool is_power_of_four(uint64_t number)
{
    return number != 0 && (number & (number - 1)) == 0 && (number & UINT64_C(0x5555555555555555)) != 0;
}

static bool is_wanted(const struct ouro_gc_stress_pace *pace, uint64_t visits)
{
    unsigned level = pace->effort < EFFORT ? 2 : pace->effort < 2 * EFFORT ? 1 : 0;
    return visits < UINT64_C(1) << (2 * level) || is_power_of_four(visits);
}

/* Without memory to count visits in, each is the first. */
static uint64_t visits_count(struct ouro_gc *gc)
{
    struct ouro_heap *heap = gc->heap;
    uint64_t place = heap->hooks.place ? heap->hooks.place(heap) : 1;
    uint64_t *visits = ouro_gc_table_insert(&gc->stress_pace.places, place ? place : 1);
    return visits ? (*visits)++ : 0;
}

void ouro_gc_stress_poll(struct ouro_gc *gc)
{
    struct ouro_gc_stress_pace *pace = &gc->stress_pace;
    bool is_slice = gc->stress == OURO_GC_STRESS_SLICES;
    uint64_t visits = visits_count(gc);
    if (!is_wanted(pace, visits) && !(is_slice && pace->effort < EFFORT))
        return;
    if (is_slice) {
        ouro_gc_step(gc->heap, 1);
        pace->effort += SLICE_EFFORT;
        return;
    }
    uint64_t before = gc->stats[OURO_GC_OLD].candidates;
    ouro_gc_collect(gc->heap, OURO_GC_OLD);
    pace->effort += gc->stats[OURO_GC_OLD].candidates - before;
}

void ouro_gc_stress_set(struct ouro_heap *heap, enum ouro_gc_stress stress)
{
    struct ouro_gc *gc = heap->gc;
    gc->stress = stress;
    gc->stress_pace.effort = 0;
    ouro_gc_table_clear(&gc->stress_pace.places);
    if (stress == OURO_GC_STRESS_SLICES)
        gc->options.batch_max = 0;
    ouro_gc_request_poll(heap);
}
