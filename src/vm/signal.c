/* Signals of the process: noted where they arrive, acted upon at the next safe point. */
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "vm/eval.h"
#include "vm/thread.h"

enum { SIGNAL_COUNT = 65 };

/* The one place where state cannot hang off an instance: a signal handler gets no context. The runtime
 * that asked last receives the signals. */
static struct ouro_vm *volatile receiver;

static void on_signal(int signal_number)
{
    struct ouro_vm *vm = receiver;
    int saved = errno;
    if (vm) {
        ouro_vm_interrupt(vm, signal_number);
        uint8_t byte = (uint8_t)signal_number;
        if (vm->wakeup_descriptor >= 0 && write(vm->wakeup_descriptor, &byte, 1) < 0 &&
            ((errno != EAGAIN && errno != EWOULDBLOCK) || vm->wakeup_warns))
            vm->wakeup_error = errno; /* told at the next safe point */
    }
    errno = saved;
}

void ouro_vm_interrupt(struct ouro_vm *vm, int signal_number)
{
    if (signal_number > 0 && signal_number < SIGNAL_COUNT)
        vm->signals[signal_number] = 1;
    vm->is_interrupted = 1;
}

/* The byte for a signal could not be written: an exception that nobody can catch. */
static void report_wakeup(ouro_runtime *rt)
{
    ouro_object *saved = ouro_error_take(rt);
    ouro_raise_errno(rt, rt->vm->wakeup_error, NULL);
    rt->vm->wakeup_error = 0;
    ouro_vm_print_line(rt, "Exception ignored when trying to write to the signal wakeup fd:\n");
    ouro_vm_unraisable(rt, NULL, NULL);
    ouro_error_restore(rt, saved);
}

bool ouro_vm_signals_poll(ouro_runtime *rt)
{
    struct ouro_vm *vm = rt->vm;
    vm->is_interrupted = 0;
    if (!ouro_thread_takes_signals(rt))
        return true;
    if (ouro_unlikely(vm->wakeup_error))
        report_wakeup(rt);
    for (int i = 1; i < SIGNAL_COUNT; i++) {
        if (!vm->signals[i])
            continue;
        vm->signals[i] = 0;
        if (vm->signal_hook) {
            if (!vm->signal_hook(rt, i)) {
                vm->is_interrupted = 1; /* others may wait */
                return false;
            }
        } else if (i == SIGINT) {
            ouro_raise(rt, EXC_KeyboardInterrupt, "");
            if (rt->error)
                setref_take(rt, &((struct ouro_exception *)(void *)rt->error)->args,
                            newref(rt->empty_tuple));
            return false;
        }
    }
    return true;
}

void ouro_vm_signal_hook_set(ouro_runtime *rt, bool (*hook)(ouro_runtime *rt, int signal_number))
{
    rt->vm->signal_hook = hook;
}

bool ouro_vm_signal_catch(ouro_runtime *rt, int signal_number)
{
    struct ouro_vm *vm = rt->vm;
    if (signal_number <= 0 || signal_number >= SIGNAL_COUNT) {
        errno = EINVAL;
        return false;
    }
    size_t size = SIGNAL_COUNT * sizeof *vm->old_actions;
    if (!vm->old_actions) {
        vm->old_actions = ouro_buffer_alloc(rt, size);
        if (!vm->old_actions) {
            ouro_error_clear(rt);
            errno = ENOMEM;
            return false;
        }
        memset(vm->old_actions, 0, size);
    }
    receiver = vm;
    struct sigaction action = {.sa_handler = on_signal}, old;
    sigemptyset(&action.sa_mask);
    if (sigaction(signal_number, &action, &old) != 0)
        return false;
    if (old.sa_handler != on_signal) {
        vm->old_actions[signal_number] = old;
        vm->is_caught[signal_number] = true;
    }
    return true;
}

void ouro_vm_signals_release(ouro_runtime *rt)
{
    struct ouro_vm *vm = rt->vm;
    if (!vm || !vm->old_actions)
        return;
    for (int i = 1; i < SIGNAL_COUNT; i++)
        if (vm->is_caught[i])
            sigaction(i, &vm->old_actions[i], NULL);
    if (receiver == vm)
        receiver = NULL;
    ouro_buffer_free(rt, vm->old_actions, SIGNAL_COUNT * sizeof *vm->old_actions);
    vm->old_actions = NULL;
}

int ouro_vm_signal_wakeup_set(ouro_runtime *rt, int descriptor, bool warns)
{
    rt->vm->wakeup_warns = warns;
    int old = rt->vm->wakeup_descriptor;
    rt->vm->wakeup_descriptor = descriptor;
    return old;
}
