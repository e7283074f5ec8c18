/* What a thread does instead of a call of the system that would block, and with it everybody: it asks
 * whether the call can be made at once, and lets the others run until it can. Where there is no other thread
 * none of this costs anything. Depends on thread.h. */
#ifndef OURO_VM_THREAD_PAUSE_H
#define OURO_VM_THREAD_PAUSE_H

#include "vm/thread.h"

enum ouro_pause { PAUSE_ERROR = -1, PAUSE_OVER, PAUSE_GO_ON };

/* Between two questions. *pause is 0 at first, grows up to 2 ms. deadline: monotonic ns, 0: none.
 * PAUSE_OVER: it has passed; PAUSE_ERROR: a signal's handler raised. */
enum ouro_pause ouro_thread_pause(ouro_runtime *rt, uint64_t *pause, uint64_t deadline);
/* Until the descriptor is ready for the events (of poll). PAUSE_GO_ON: it is, or nobody else is there to
 * be kept waiting. */
enum ouro_pause ouro_thread_wait_descriptor(ouro_runtime *rt, int descriptor, short events,
                                            uint64_t deadline);
/* The same before a call on a descriptor that may be one that never blocks: then there is no waiting.
 * false: a signal's handler raised. Other threads run meanwhile: hold no pointer into a buffer. */
bool ouro_thread_wait_blocking(ouro_runtime *rt, int descriptor, short events);
/* How much of size bytes may be written to the descriptor, once it is ready, without blocking. */
size_t ouro_thread_write_size(ouro_runtime *rt, int descriptor, size_t size);
/* now + seconds as a deadline. */
uint64_t ouro_thread_deadline(double seconds);

#endif
