/* os.h for Linux. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "os/os.h"

#include <stdio.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>
#include <unwind.h>

#include "base/assert.h"

#ifndef MREMAP_DONTUNMAP
#define MREMAP_DONTUNMAP 4
#endif
#ifndef MADV_POPULATE_WRITE
#define MADV_POPULATE_WRITE 23
#endif
#ifndef SYS_pidfd_open
#define SYS_pidfd_open 434
#endif
#ifndef SYS_process_madvise
#define SYS_process_madvise 440
#endif

_Static_assert(sizeof(struct ouro_os_range) == sizeof(struct iovec), "passed as it is");

void *ouro_os_reserve(size_t size, size_t alignment)
{
    size_t total = size + alignment;
    if (total < size)
        return NULL;
    char *range = mmap(NULL, total, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (range == MAP_FAILED)
        return NULL;
    char *aligned = (char *)(((uintptr_t)range + alignment - 1) & ~(uintptr_t)(alignment - 1));
    if (aligned > range)
        munmap(range, (size_t)(aligned - range));
    if (range + total > aligned + size)
        munmap(aligned + size, (size_t)(range + total - (aligned + size)));
    return aligned;
}

bool ouro_os_commit(void *address, size_t size)
{
    return mprotect(address, size, PROT_READ | PROT_WRITE) == 0;
}

bool ouro_os_purge(void *address, size_t size)
{
    return madvise(address, size, MADV_DONTNEED) == 0;
}

/* Newer kernels (6.13 on) purge a vector of ranges and flush the TLB once for all. Returns the
 * ranges done; older ones refuse, and then each range is a call of its own. */
static size_t purge_vector(const struct ouro_os_range *ranges, size_t count)
{
    size_t total = 0, done = 0;
    for (size_t i = 0; i < count; i++)
        total += ranges[i].size;
    int self = (int)syscall(SYS_pidfd_open, getpid(), 0);
    if (self < 0)
        return 0;
    ssize_t purged = (ssize_t)syscall(SYS_process_madvise, self, ranges, count, MADV_DONTNEED, 0);
    close(self);
    if (purged <= 0)
        return 0;
    if ((size_t)purged == total)
        return count;
    for (size_t left = (size_t)purged; done < count && left >= ranges[done].size; done++)
        left -= ranges[done].size;
    return done;
}

enum { VECTOR_MIN = 4, VECTOR_CALLS = 3 }; /* a handle of the process, the purge, the handle closed */

size_t ouro_os_purge_calls(size_t count, size_t done)
{
    return count >= VECTOR_MIN && done == count ? VECTOR_CALLS : done;
}

size_t ouro_os_purge_many(const struct ouro_os_range *ranges, size_t count)
{
    size_t done = count >= VECTOR_MIN ? purge_vector(ranges, count) : 0;
    while (done < count && ouro_os_purge(ranges[done].address, ranges[done].size))
        done++;
    return done;
}

void ouro_os_populate(void *address, size_t size)
{
    /* Kernels before 5.14 refuse: the pages then come one fault at a time. */
    (void)madvise(address, size, MADV_POPULATE_WRITE);
}

bool ouro_os_move(void *from, void *to, size_t size)
{
    return mremap(from, size, size, MREMAP_MAYMOVE | MREMAP_FIXED | MREMAP_DONTUNMAP, to) !=
           MAP_FAILED;
}

void ouro_os_advise_huge(void *address, size_t size, bool wanted)
{
    /* A hint: a kernel without huge pages ignores it, and so do we. */
    (void)madvise(address, size, wanted ? MADV_HUGEPAGE : MADV_NOHUGEPAGE);
}

void ouro_os_release(void *address, size_t size)
{
    munmap(address, size);
}

bool ouro_os_is_readable(const void *address, size_t size)
{
    uintptr_t first = (uintptr_t)address & ~(uintptr_t)(OURO_PAGE_SIZE - 1);
    uintptr_t last = ((uintptr_t)address + size - 1) & ~(uintptr_t)(OURO_PAGE_SIZE - 1);
    unsigned char resident[2];
    if (address == NULL || last < first || last - first > OURO_PAGE_SIZE)
        return false;
#if OURO_HAS_ASAN /* what the sanitizer guards may be there, but must not be read */
    if (__asan_region_is_poisoned((void *)(uintptr_t)address, size))
        return false;
#endif
    return mincore((void *)first, last - first + OURO_PAGE_SIZE, resident) == 0;
}

static uint64_t clock_read(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

uint64_t ouro_os_clock_ns(void)
{
    return clock_read(CLOCK_MONOTONIC);
}

uint64_t ouro_os_thread_cpu_ns(void)
{
    return clock_read(CLOCK_THREAD_CPUTIME_ID);
}

bool ouro_os_entropy(void *buffer, size_t size)
{
    char *position = buffer;
    while (size > 0) {
        ssize_t got = getrandom(position, size, 0);
        if (got <= 0)
            return false;
        position += got;
        size -= (size_t)got;
    }
    return true;
}

size_t ouro_os_resident(void)
{
    FILE *file = fopen("/proc/self/statm", "r");
    if (!file)
        return 0;
    unsigned long total = 0, resident = 0;
    int got = fscanf(file, "%lu %lu", &total, &resident);
    fclose(file);
    return got == 2 ? (size_t)resident * (size_t)sysconf(_SC_PAGESIZE) : 0;
}

uint64_t ouro_os_fault_count(void)
{
    struct rusage usage;
    if (getrusage(RUSAGE_SELF, &usage) != 0)
        return 0;
    return (uint64_t)usage.ru_minflt + (uint64_t)usage.ru_majflt;
}

struct stack_walk {
    void **addresses;
    size_t count, max;
};

static _Unwind_Reason_Code stack_visit(struct _Unwind_Context *frame, void *context)
{
    struct stack_walk *walk = context;
    if (walk->count == walk->max)
        return _URC_END_OF_STACK;
    walk->addresses[walk->count++] = (void *)_Unwind_GetIP(frame);
    return _URC_NO_REASON;
}

size_t ouro_os_stack(void **addresses, size_t max)
{
    struct stack_walk walk = {addresses, 0, max};
    (void)_Unwind_Backtrace(stack_visit, &walk);
    return walk.count;
}

int ouro_os_process_open(int process)
{
    return (int)syscall(SYS_pidfd_open, process, 0);
}
