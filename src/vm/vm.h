/* The virtual machine: runs code objects on a runtime.
 *
 * One struct ouro_vm hangs off each runtime. It holds the running frame, the data stack in which
 * frames live, the chain of handled exceptions, and what makes the evaluation loop stop at a safe
 * point. Everything here belongs to one thread at a time.
 * Depends on types, gc, lang (the compiler). */
#ifndef OURO_VM_VM_H
#define OURO_VM_VM_H

#include <stdio.h>

#include "types/function.h"
#include "types/protocol.h"

/* The status of a program that KeyboardInterrupt ended: no exit status is that large. */
enum { OURO_VM_INTERRUPTED = 0x100 | 130 };

struct ouro_frame;
struct ouro_vm;

/* A module written in C: init fills the module, which already has a name. The table ends with a NULL
 * name. A module may be named with dots; its package must then exist too. */
struct ouro_native_module {
    const char *name;
    bool (*init)(ouro_runtime *rt, ouro_object *module);
};

/* Writes text somewhere: for the traceback printer. */
typedef void (*ouro_vm_write)(void *context, const char *text, size_t size);

/* Prepares rt->vm, rt->vm_hooks, rt->builtins and rt->modules. The runtime has its types. */
OURO_MUST_USE bool ouro_vm_init(ouro_runtime *rt);
/* Drops the modules in CPython's order, then the VM itself. Finalizers run. */
void ouro_vm_destroy(ouro_runtime *rt);

/* Enters modules that the import statement finds before it looks at files. The array stays the
 * caller's and must outlive the runtime. */
OURO_MUST_USE bool ouro_vm_register_modules(ouro_runtime *rt, const struct ouro_native_module *modules);

/* Compiles text as exec, eval or single would (mode 'f', 'e', 's'); a code object. flags: 0. */
ouro_object *ouro_vm_compile(ouro_runtime *rt, const char *source, size_t size, ouro_object *filename,
                             char mode, bool is_text);
/* Runs a code object with these globals and locals (NULL: globals). The result of the code. */
ouro_object *ouro_vm_run_code(ouro_runtime *rt, ouro_object *code, ouro_object *globals,
                              ouro_object *locals);
/* The same for code with free variables; closure is a tuple of as many cells, or NULL. */
ouro_object *ouro_vm_run_closed(ouro_runtime *rt, ouro_object *code, ouro_object *globals,
                                ouro_object *locals, ouro_object *closure);
/* The same for a module that runpy finds; alter_argv: its file becomes sys.argv[0]. */
int ouro_vm_run_module(ouro_runtime *rt, const char *module, bool alter_argv, int argc, char **argv,
                       const char *directory);
/* Runs text as the program: fills __main__, sys.argv and sys.path[0], runs, prints a traceback
 * when it fails, flushes. Returns the exit status of the process. directory: what sys.path[0] becomes,
 * or NULL to leave sys.path alone. */
int ouro_vm_run_main(ouro_runtime *rt, const char *source, size_t size, const char *filename,
                     int argc, char **argv, const char *directory);
/* The exit status for the pending error, which is cleared: SystemExit is obeyed, anything else goes
 * through sys.excepthook. */
int ouro_vm_report_error(ouro_runtime *rt);

/* Prints an exception with its traceback on sys.stderr: what sys.excepthook does. */
void ouro_vm_print_exception(ouro_runtime *rt, ouro_object *exception);
/* Text to sys.stderr, ignoring errors. */
void ouro_vm_print_line(ouro_runtime *rt, const char *text);
/* An exception to a Python file object, whatever sys.stderr is. */
void ouro_vm_print_exception_to(ouro_runtime *rt, ouro_object *exception, ouro_object *file);

/* An attribute of the sys module: borrowed, NULL without an error when there is none. */
ouro_object *ouro_vm_sys_peek(ouro_runtime *rt, ouro_object *name);
ouro_object *ouro_vm_sys_peek_text(ouro_runtime *rt, const char *name);

/* The globals and builtins of the running Python frame, borrowed; NULL when none runs. */
ouro_object *ouro_vm_globals_peek(ouro_runtime *rt);
/* locals() of the running frame: owned. */
ouro_object *ouro_vm_locals(ouro_runtime *rt);
/* The frame object depth levels up (0: the running one), owned; ValueError when it is too deep. */
ouro_object *ouro_vm_frame_at(ouro_runtime *rt, int64_t depth);
/* Line and file of the running frame; false when none runs. filename is borrowed. */
bool ouro_vm_position(const ouro_runtime *rt, ouro_object **filename, int32_t *line);
/* A token for the place that is running (code and instruction): for allocation sites. 0: none. */
uint64_t ouro_vm_site(const ouro_runtime *rt);

/* What zero-argument super() needs: both owned. RuntimeError as CPython words it. */
bool ouro_vm_super_arguments(ouro_runtime *rt, ouro_object **cls, ouro_object **self);

/* The exception being handled as sys.exc_info sees it: borrowed or NULL. */
OURO_INLINE ouro_object *ouro_vm_handled_peek(const ouro_runtime *rt)
{
    return rt->handled;
}

/* Asks the loop to call ouro_vm_interrupt_slow at the next safe point. Safe in a signal handler. */
void ouro_vm_interrupt(struct ouro_vm *vm, int signal_number);
/* Runs what is pending (a signal becomes a call of the handler); false with an error set. */
bool ouro_vm_signals_poll(ouro_runtime *rt);
/* Called at a safe point for each pending signal; false with the error set. The default raises
 * KeyboardInterrupt for SIGINT. */
void ouro_vm_signal_hook_set(ouro_runtime *rt, bool (*hook)(ouro_runtime *rt, int signal_number));

/* Sends this signal of the process to the runtime (it becomes pending, see above); the runtime that
 * asked last gets all of them. false: errno says why. */
bool ouro_vm_signal_catch(ouro_runtime *rt, int signal_number);
/* Gives all signals back to whom they belonged before: ouro_vm_destroy does it too. */
void ouro_vm_signals_release(ouro_runtime *rt);
/* A byte for each signal goes to this descriptor (-1: none); the one before. */
int ouro_vm_signal_wakeup_set(ouro_runtime *rt, int descriptor, bool warns);

/* A dict in which native modules keep what outlives the module object: borrowed, NULL: MemoryError. */
ouro_object *ouro_vm_states_peek(ouro_runtime *rt);
/* One of them: borrowed, NULL when it is not there. */
ouro_object *ouro_vm_state_peek(ouro_runtime *rt, const char *name);
bool ouro_vm_state_set(ouro_runtime *rt, const char *name, ouro_object *value);

/* __import__ and its parts. name is absolute; the result is the module named, owned. */
ouro_object *ouro_vm_import(ouro_runtime *rt, const char *name);
ouro_object *ouro_vm_import_module(ouro_runtime *rt, ouro_object *name);
/* As __import__(name, globals, locals, fromlist, level). */
ouro_object *ouro_vm_import_level(ouro_runtime *rt, ouro_object *name, ouro_object *globals,
                                  ouro_object *fromlist, int64_t level);
/* Where importing looks for files, beside sys.path; called by the sys module. Names of native and
 * embedded modules as a tuple. */
ouro_object *ouro_vm_builtin_module_names(ouro_runtime *rt);

/* The text of a traceback with its exception, byte for byte as CPython 3.11 prints it. */
void ouro_traceback_print(ouro_runtime *rt, ouro_object *exception, ouro_vm_write write, void *context);
/* The same with choices: without "chained" no context is printed, and the traceback is the one given. */
enum { OURO_TRACEBACK_CHAINED = 1, OURO_TRACEBACK_SUGGESTIONS = 2 };
void ouro_traceback_print_options(ouro_runtime *rt, ouro_object *exception, ouro_object *traceback,
                                  unsigned options, ouro_vm_write write, void *context);

/* A warning at the very end, when the modules that would word it are gone: a line on sys.stderr. */
void ouro_vm_warn_late(ouro_runtime *rt, ouro_object *text);

/* Prints an exception that nobody can catch through sys.unraisablehook. */
void ouro_vm_unraisable(ouro_runtime *rt, const char *message, ouro_object *where);

/* What builtins.open calls (counted); the io module registers it. */
void ouro_vm_open_function_set(ouro_runtime *rt, ouro_object *function);
/* What builtins.input calls when standard input and output are a terminal (see struct ouro_vm). */
void ouro_vm_line_reader_set(ouro_runtime *rt, ouro_object *(*reader)(ouro_runtime *rt, const char *prompt));

#endif
