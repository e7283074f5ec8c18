#include "os/context.h"

#include <stdint.h>
#include <string.h>

#include "os/os.h"

#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/common_interface_defs.h>

static void announce_switch(struct ouro_context *from, struct ouro_context *to, bool is_last)
{
    __sanitizer_start_switch_fiber(is_last ? NULL : &from->shadow, to->stack, to->stack_size);
}

static void announce_arrival(struct ouro_context *self)
{
    struct ouro_context *from = self->came_from;
    __sanitizer_finish_switch_fiber(self->shadow, &from->stack, &from->stack_size);
}
#else
static void announce_switch(struct ouro_context *from, struct ouro_context *to, bool is_last)
{
}

static void announce_arrival(struct ouro_context *self)
{
}
#endif

/* makecontext passes ints only. */
static void start(unsigned high, unsigned low)
{
    struct ouro_context *self = (struct ouro_context *)((uintptr_t)high << 32 | low);
    announce_arrival(self);
    self->entry(self->argument);
}

bool ouro_context_create(struct ouro_context *context, size_t stack_size,
                         void (*entry)(void *argument), void *argument)
{
    memset(context, 0, sizeof *context);
    stack_size = (stack_size + OURO_PAGE_SIZE - 1) & ~(size_t)(OURO_PAGE_SIZE - 1);
    size_t size = stack_size + OURO_PAGE_SIZE;
    char *reservation = ouro_os_reserve(size, OURO_PAGE_SIZE);
    if (!reservation)
        return false;
    if (!ouro_os_commit(reservation + OURO_PAGE_SIZE, stack_size) ||
        getcontext(&context->registers) != 0) {
        ouro_os_release(reservation, size);
        return false;
    }
    context->reservation = reservation;
    context->reservation_size = size;
    context->stack = reservation + OURO_PAGE_SIZE;
    context->stack_size = stack_size;
    context->entry = entry;
    context->argument = argument;
    context->registers.uc_stack.ss_sp = reservation + OURO_PAGE_SIZE;
    context->registers.uc_stack.ss_size = stack_size;
    context->registers.uc_link = NULL;
    uintptr_t self = (uintptr_t)context;
    makecontext(&context->registers, (void (*)(void))start, 2, (unsigned)(self >> 32), (unsigned)self);
    return true;
}

void ouro_context_switch(struct ouro_context *from, struct ouro_context *to, bool is_last)
{
    to->came_from = from;
    announce_switch(from, to, is_last);
    swapcontext(&from->registers, &to->registers);
    announce_arrival(from);
}

void ouro_context_destroy(struct ouro_context *context)
{
    if (context->reservation)
        ouro_os_release(context->reservation, context->reservation_size);
    context->reservation = NULL;
}
