/* Failing every request for memory in turn, in one run of the program.
 *
 *      program  ----o--------o------------------o---->   goes on as if nothing had been
 *                   | fork   |                  |
 *                   +-> copy +-> copy           +-> copy: here the request fails, it goes on to its end
 *
 * Where the program asks for memory a copy of the process is made in which that request fails; the program
 * waits for its end, notes what became of it, and goes on. So each failure costs what is left of the program,
 * most often a traceback, and none costs a new start.
 *
 * Not every request is worth a copy: the way to it through our C code is what matters. Requests are told
 * apart by the native stack (the innermost frames), and each such place fails at its 1st, 32nd, 1024th ...
 * visit. The counts can live in a file that many runs share; then a place that one program has visited is
 * an old one to the next.
 *
 * The log has for each copy a line
 *      N: status S               or  N: signal S  or  N: hangs    with " lasting" in front of the colon
 * where all requests from N on failed, then what the copy wrote (its last part), each line after "| ".
 *
 * A copy shares files, sockets and children with the program: a program that changes them can be disturbed
 * by its copies. For such there is a way without: the first request from a place that no run has visited
 * fails in the program itself, once, and the log is the line "N: here"; empty when there is no such place.
 * Depends on types, mem, os. */
#ifndef OURO_DIAG_FAULT_SWEEP_H
#define OURO_DIAG_FAULT_SWEEP_H

#include "types/runtime.h"

struct ouro_fault_sweep;

/* Begins at the next request. seen: file of the counts, NULL: this run's own; has_copies: false for the way
 * without. NULL with errno set: a file that cannot be used, or no memory. */
struct ouro_fault_sweep *ouro_fault_sweep_start(ouro_runtime *rt, const char *log, const char *seen,
                                                bool has_copies);

/* No more copies. In a copy: nothing is left to do. Benign for NULL. */
void ouro_fault_sweep_stop(struct ouro_fault_sweep *sweep);

#endif
