/* Assertions in three strengths. They are for our own bugs, never for a caller's bad input.
 *
 *   ouro_assert   kept in every build: cheap, and continuing would corrupt the heap
 *   ouro_check    debug builds (OURO_DEBUG): constant-time invariants
 *   ouro_audit    audit builds (OURO_AUDIT): walks a whole structure
 *
 * A condition has no side effects: it may not be evaluated. */
#ifndef OURO_BASE_ASSERT_H
#define OURO_BASE_ASSERT_H

#include "base/compiler.h"

/* Prints the condition with its place on standard error and aborts. */
OURO_COLD OURO_NORETURN void ouro_assert_fail(const char *condition, const char *file, int line);

#define ouro_assert(condition)                                                                    \
    (ouro_likely(condition) ? (void)0 : ouro_assert_fail(#condition, __FILE__, __LINE__))

#if defined(OURO_DEBUG)
#define ouro_check(condition) ouro_assert(condition)
#else
#define ouro_check(condition) ((void)sizeof(condition))
#endif

#if defined(OURO_AUDIT)
#define ouro_audit(condition) ouro_assert(condition)
#else
#define ouro_audit(condition) ((void)sizeof(condition))
#endif

#define ouro_unreachable() ouro_assert_fail("unreachable", __FILE__, __LINE__)

#endif
