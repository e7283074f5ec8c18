#include "vm/thread_pause.h"

#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <sys/stat.h>
#include <time.h>

enum { PAUSE_FIRST = 20 * 1000, PAUSE_MAX = 2 * 1000 * 1000 };
#define NS_PER_SECOND 1000000000u

static uint64_t now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * NS_PER_SECOND + (uint64_t)time.tv_nsec;
}

uint64_t ouro_thread_deadline(double seconds)
{
    return seconds > 9e9 ? UINT64_MAX : now() + (uint64_t)(seconds > 0 ? seconds * 1e9 : 0);
}

enum ouro_pause ouro_thread_pause(ouro_runtime *rt, uint64_t *pause, uint64_t deadline)
{
    uint64_t time = now();
    if (deadline && time >= deadline)
        return PAUSE_OVER;
    *pause = *pause == 0 ? PAUSE_FIRST : *pause * 2 > PAUSE_MAX ? PAUSE_MAX : *pause * 2;
    uint64_t until = time + *pause;
    if (deadline && deadline < until)
        until = deadline;
    if (ouro_thread_wait(rt, NULL, until) == WAIT_INTERRUPTED && !ouro_vm_signals_poll(rt))
        return PAUSE_ERROR;
    return PAUSE_GO_ON;
}

enum ouro_pause ouro_thread_wait_descriptor(ouro_runtime *rt, int descriptor, short events,
                                            uint64_t deadline)
{
    uint64_t pause = 0;
    while (!ouro_thread_is_alone(rt)) {
        struct pollfd row = {.fd = descriptor, .events = events};
        if (poll(&row, 1, 0) != 0) /* ready, or wrong in a way that the call itself will tell */
            return PAUSE_GO_ON;
        enum ouro_pause outcome = ouro_thread_pause(rt, &pause, deadline);
        if (outcome != PAUSE_GO_ON)
            return outcome;
    }
    return PAUSE_GO_ON;
}

bool ouro_thread_wait_blocking(ouro_runtime *rt, int descriptor, short events)
{
    if (ouro_thread_is_alone(rt))
        return true;
    struct pollfd row = {.fd = descriptor, .events = events};
    int flags = poll(&row, 1, 0) == 0 ? fcntl(descriptor, F_GETFL) : -1;
    if (flags < 0 || (flags & O_NONBLOCK))
        return true;
    return ouro_thread_wait_descriptor(rt, descriptor, events, 0) != PAUSE_ERROR;
}

/* A pipe that is ready takes PIPE_BUF bytes; files take all. */
size_t ouro_thread_write_size(ouro_runtime *rt, int descriptor, size_t size)
{
    struct stat status;
    if (size <= PIPE_BUF || ouro_thread_is_alone(rt) ||
        (fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode)))
        return size;
    return PIPE_BUF;
}
