#include "gc/state.h"
bool ouro_gc_cycle_init(struct ouro_gc *gc) { return ouro_gc_cells_init(&gc->cycle.cells, gc->mem); }
void ouro_gc_cycle_destroy(struct ouro_gc *gc) { ouro_gc_cells_destroy(&gc->cycle.cells); }
bool ouro_gc_cycle_start(struct ouro_gc *gc) { ouro_gc_collect_now(gc, 2, true); return false; }
void ouro_gc_cycle_abandon(struct ouro_gc *gc) { gc->cycle.phase = 0; }
bool ouro_gc_cycle_slice(struct ouro_gc *gc, uint64_t deadline_ns) { return true; }
