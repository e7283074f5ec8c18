/* The operating system as the heap sees it: address space, pages, a clock, randomness.
 *
 *   reserve -> [inaccessible range] -> commit -> [usable, zero, not yet resident]
 *                                        ^          | touch
 *                                        |          v
 *                                      purge <- [resident]
 *
 * One file for each platform implements this header. No state; every function is thread-safe. */
#ifndef OURO_OS_OS_H
#define OURO_OS_OS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/compiler.h"

enum { OURO_PAGE_SHIFT = 12, OURO_PAGE_SIZE = 1 << OURO_PAGE_SHIFT };

/* Reserves size bytes of address space aligned to alignment (a power of two), inaccessible and free
 * of charge. NULL when the system refuses. */
void *ouro_os_reserve(size_t size, size_t alignment);

/* Makes a page-aligned part of a reservation readable and writable; it reads as zeros. */
OURO_MUST_USE bool ouro_os_commit(void *address, size_t size);

/* Gives the pages back; the range stays usable and reads as zeros. false: nothing was
 * given back. */
bool ouro_os_purge(void *address, size_t size);

struct ouro_os_range {
    void *address;
    size_t size;
};

/* The same for many ranges, in one system call where there is one for it. Returns how many, from
 * the front, were given back. */
size_t ouro_os_purge_many(const struct ouro_os_range *ranges, size_t count);
/* System calls that took, as far as the numbers tell (older kernels need one for each range). */
size_t ouro_os_purge_calls(size_t count, size_t done);

/* Makes committed pages resident at once, which is cheaper than one fault each. A hint. */
void ouro_os_populate(void *address, size_t size);

/* Moves the pages of [from, from + size) to the committed range at to, leaving from usable and
 * zero; nothing is copied. false: not possible here, nothing was done. */
bool ouro_os_move(void *from, void *to, size_t size);

/* Asks for huge pages in the range (a hint). */
void ouro_os_advise_huge(void *address, size_t size, bool wanted);

/* Returns a whole reservation. */
void ouro_os_release(void *address, size_t size);

/* Whether the bytes can be read without a fault: for reports about pointers that are not ours. */
bool ouro_os_is_readable(const void *address, size_t size);

/* Monotonic nanoseconds, cheap (no system call where the platform has a shared clock page). */
uint64_t ouro_os_clock_ns(void);

/* CPU nanoseconds of the calling thread. */
uint64_t ouro_os_thread_cpu_ns(void);

/* Fills the buffer with random bytes. false: no source of randomness. */
bool ouro_os_entropy(void *buffer, size_t size);

/* Bytes of this process resident in memory now; 0 when unknown. */
size_t ouro_os_resident(void);

/* Return addresses of the functions that run, the innermost first; how many were stored. */
size_t ouro_os_stack(void **addresses, size_t max);

/* A descriptor that becomes readable when the child ends; -1: there is no such thing here. */
int ouro_os_process_open(int process);

/* Minor and major page faults of this process so far. */
uint64_t ouro_os_fault_count(void);

#endif
