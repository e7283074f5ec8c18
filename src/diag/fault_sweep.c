#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* memfd_create */
#endif
#include "diag/fault_sweep.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "mem/mem.h"
#include "os/os.h"

enum {
    PLACES = 1 << 20,      /* counters; two places that share one are taken for one */
    FRAMES = 12,           /* of the native stack, our allocator's own included */
    LASTING_EVERY = 8,     /* of so many new places one also gets a copy in which nothing works any more */
    DESCRIPTORS = 64,      /* of open files that a copy makes its own */
    COPY_REQUESTS = 100000, /* that a copy may make after the one that failed: then it has survived */
    COPY_SECONDS = 60,
    OWN_CODE = 64 << 20,    /* our code is shorter than this */
    OUTPUT_MAX = 64 * 1024, /* of a copy, in the log */
};

struct ouro_fault_sweep {
    ouro_runtime *rt;
    uint8_t *visits; /* PLACES of them: bits of the number of visits, shared with other runs */
    pid_t owner;
    int log;
    int output; /* what a copy writes */
    uint64_t number; /* of the request, from 1 */
    uint64_t copies;
    bool has_copies; /* false: one request fails in the program itself */
    bool is_copy, has_failed;
};

/* ---- the copy -------------------------------------------------------------------------------- */

/* The offset of an open file is the program's too: a copy reads and writes on by itself. */
static void own_file(int descriptor)
{
    struct stat status;
    char path[40];
    if (fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode))
        return;
    off_t position = lseek(descriptor, 0, SEEK_CUR);
    int flags = fcntl(descriptor, F_GETFL), descriptor_flags = fcntl(descriptor, F_GETFD);
    snprintf(path, sizeof path, "/proc/self/fd/%d", descriptor);
    int own = open(path, (flags & (O_ACCMODE | O_APPEND | O_NONBLOCK)) | O_CLOEXEC);
    if (own < 0)
        return; /* benign: a file that may not be opened again stays shared */
    lseek(own, position, SEEK_SET);
    dup3(own, descriptor, descriptor_flags & FD_CLOEXEC ? O_CLOEXEC : 0);
    close(own);
}

static void become_copy(struct ouro_fault_sweep *sweep)
{
    struct rlimit none = {0, 0};
    setrlimit(RLIMIT_CORE, &none);
    close(sweep->log);
    dup2(sweep->output, STDOUT_FILENO);
    dup2(sweep->output, STDERR_FILENO);
    close(sweep->output);
    sweep->is_copy = true;
    sweep->number = 0;
    for (int descriptor = 0; descriptor < DESCRIPTORS; descriptor++)
        if (descriptor != STDOUT_FILENO && descriptor != STDERR_FILENO)
            own_file(descriptor);
}

/* ---- its end --------------------------------------------------------------------------------- */

/* false: it had to be ended. */
static bool wait_for_copy(pid_t copy, int *status)
{
    struct pollfd descriptor = {.fd = ouro_os_process_open(copy), .events = POLLIN};
    uint64_t deadline = ouro_os_clock_ns() + COPY_SECONDS * UINT64_C(1000000000);
    bool is_over = descriptor.fd < 0; /* then there is no limit */
    while (!is_over) {
        uint64_t now = ouro_os_clock_ns();
        int left = now < deadline ? (int)((deadline - now) / 1000000) + 1 : 0;
        int count = poll(&descriptor, 1, left);
        is_over = count > 0;
        if (count == 0)
            break;
    }
    if (descriptor.fd >= 0)
        close(descriptor.fd);
    if (!is_over)
        kill(copy, SIGKILL);
    while (waitpid(copy, status, 0) < 0)
        if (errno != EINTR)
            return false;
    return is_over;
}

static void log_write(const struct ouro_fault_sweep *sweep, const char *text, size_t size)
{
    while (size > 0) {
        ssize_t written = write(sweep->log, text, size);
        if (written < 0 && errno != EINTR)
            return; /* benign: the log is short then, and the next line tells nothing either */
        if (written > 0) {
            text += written;
            size -= (size_t)written;
        }
    }
}

static void log_lines(const struct ouro_fault_sweep *sweep, const char *text, size_t size)
{
    while (size > 0) {
        const char *end = memchr(text, '\n', size);
        size_t length = end ? (size_t)(end - text) : size;
        log_write(sweep, "| ", 2);
        log_write(sweep, text, length);
        log_write(sweep, "\n", 1);
        length += end != NULL;
        text += length;
        size -= length;
    }
}

static void log_output(const struct ouro_fault_sweep *sweep)
{
    off_t size = lseek(sweep->output, 0, SEEK_END);
    off_t start = size > OUTPUT_MAX ? size - OUTPUT_MAX : 0;
    if (size <= start)
        return;
    char *text = malloc((size_t)(size - start));
    ssize_t count = text ? pread(sweep->output, text, (size_t)(size - start), start) : 0;
    if (count > 0)
        log_lines(sweep, text, (size_t)count);
    free(text);
}

static void log_end(const struct ouro_fault_sweep *sweep, bool is_lasting, bool is_over, int status)
{
    char line[100];
    const char *what = is_lasting ? " lasting" : "";
    unsigned long long number = (unsigned long long)sweep->number;
    int length;
    if (!is_over)
        length = snprintf(line, sizeof line, "%llu%s: hangs\n", number, what);
    else if (WIFSIGNALED(status))
        length = snprintf(line, sizeof line, "%llu%s: signal %d\n", number, what, WTERMSIG(status));
    else
        length = snprintf(line, sizeof line, "%llu%s: status %d\n", number, what, WEXITSTATUS(status));
    log_write(sweep, line, (size_t)length);
    log_output(sweep);
}

/* ---- the request ----------------------------------------------------------------------------- */

/* true: this is the copy. */
static bool make_copy(struct ouro_fault_sweep *sweep, bool is_lasting)
{
    if (ftruncate(sweep->output, 0) != 0 || lseek(sweep->output, 0, SEEK_SET) < 0)
        return false;
    pid_t copy = fork();
    if (copy == 0) {
        become_copy(sweep);
        return true;
    }
    if (copy < 0)
        return false; /* benign: this failure is not tried */
    int status = 0, saved = errno;
    bool is_over = wait_for_copy(copy, &status);
    log_end(sweep, is_lasting, is_over, status);
    sweep->copies++;
    errno = saved;
    return false;
}

/* Stacks are compared by where their frames lie in our own code, wherever that was loaded. Those in libraries
 * lie elsewhere in each run, and do not count. */
static uint8_t *place_now(struct ouro_fault_sweep *sweep)
{
    void *frames[FRAMES];
    size_t count = ouro_os_stack(frames, FRAMES);
    uint64_t hash = 0;
    for (size_t i = 0; i < count; i++) {
        uintptr_t distance = (uintptr_t)frames[i] - (uintptr_t)&ouro_fault_sweep_start;
        if (distance + OWN_CODE > 2 * OWN_CODE)
            continue;
        hash = (hash ^ distance) * UINT64_C(0x9e3779b97f4a7c15);
        hash ^= hash >> 32;
    }
    return &sweep->visits[hash % PLACES];
}

/* Counts with few bits: from 31 on a visit counts with a chance of one in 32, drawn by its number. */
static bool is_worth_it(uint8_t *visits, uint64_t number)
{
    enum { STEP = 31 };
    uint8_t count = *visits;
    if (count >= STEP && (number * UINT64_C(0x9e3779b97f4a7c15)) >> 59 != 0)
        return false;
    if (count < 2 * STEP)
        *visits = (uint8_t)(count + 1);
    return count == 0 || count == STEP || count == 2 * STEP - 1;
}

/* The first request of all runs from its place. */
static enum ouro_mem_fault fail_here(struct ouro_fault_sweep *sweep)
{
    char line[40];
    if (sweep->has_failed || getpid() != sweep->owner)
        return OURO_MEM_FAULT_NONE;
    uint8_t *visits = place_now(sweep);
    if (*visits)
        return OURO_MEM_FAULT_NONE;
    *visits = 1;
    sweep->has_failed = true;
    int length = snprintf(line, sizeof line, "%llu: here\n", (unsigned long long)sweep->number);
    log_write(sweep, line, (size_t)length);
    return OURO_MEM_FAULT_ONCE;
}

static enum ouro_mem_fault sweep_request(void *context)
{
    struct ouro_fault_sweep *sweep = context;
    sweep->number++;
    if (!sweep->has_copies)
        return fail_here(sweep);
    if (sweep->is_copy && sweep->number > COPY_REQUESTS)
        _exit(0);
    if (sweep->is_copy || getpid() != sweep->owner)
        return OURO_MEM_FAULT_NONE; /* a copy; or the program has forked by itself */
    uint8_t *visits = place_now(sweep);
    bool is_new = *visits == 0;
    if (!is_worth_it(visits, sweep->number))
        return OURO_MEM_FAULT_NONE;
    if (make_copy(sweep, false))
        return OURO_MEM_FAULT_ONCE;
    if (is_new && sweep->copies % LASTING_EVERY == 0 && make_copy(sweep, true))
        return OURO_MEM_FAULT_LASTING;
    return OURO_MEM_FAULT_NONE;
}

/* ---- life ------------------------------------------------------------------------------------ */

/* The counts: a file's, or memory of our own. */
static uint8_t *visits_map(const char *path)
{
    if (!path) {
        void *own = mmap(NULL, PLACES, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
        return own == MAP_FAILED ? NULL : own;
    }
    int file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (file < 0)
        return NULL;
    void *shared = MAP_FAILED;
    if (ftruncate(file, PLACES) == 0)
        shared = mmap(NULL, PLACES, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    int error = errno;
    close(file);
    errno = error;
    return shared == MAP_FAILED ? NULL : shared;
}

struct ouro_fault_sweep *ouro_fault_sweep_start(ouro_runtime *rt, const char *log, const char *seen,
                                                bool has_copies)
{
    struct ouro_fault_sweep *sweep = calloc(1, sizeof *sweep);
    if (!sweep)
        return NULL;
    sweep->rt = rt;
    sweep->owner = getpid();
    sweep->has_copies = has_copies;
    sweep->output = memfd_create("output", MFD_CLOEXEC);
    sweep->log = open(log, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    sweep->visits = sweep->output >= 0 && sweep->log >= 0 ? visits_map(seen) : NULL;
    if (sweep->visits) {
        ouro_mem_faults_ask(&rt->heap.mem, sweep_request, sweep);
        return sweep;
    }
    int error = errno;
    if (sweep->log >= 0)
        close(sweep->log);
    if (sweep->output >= 0)
        close(sweep->output);
    free(sweep);
    errno = error;
    return NULL;
}

void ouro_fault_sweep_stop(struct ouro_fault_sweep *sweep)
{
    if (!sweep)
        return;
    ouro_mem_faults_clear(&sweep->rt->heap.mem);
    munmap(sweep->visits, PLACES);
    if (getpid() == sweep->owner) {
        close(sweep->log);
        close(sweep->output);
    }
    free(sweep);
}
