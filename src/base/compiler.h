/* The only place that knows compiler extensions. No state, no dependencies. */
#ifndef OURO_BASE_COMPILER_H
#define OURO_BASE_COMPILER_H

#if !defined(__GNUC__)
#error "ouro needs gcc or clang"
#endif

#define ouro_likely(condition)   __builtin_expect(!!(condition), 1)
#define ouro_unlikely(condition) __builtin_expect(!!(condition), 0)

#define OURO_INLINE    static inline __attribute__((always_inline))
#define OURO_NOINLINE  __attribute__((noinline))
#define OURO_COLD      __attribute__((cold, noinline))
#define OURO_NORETURN  __attribute__((noreturn))
#define OURO_MUST_USE  __attribute__((warn_unused_result))
#define OURO_UNUSED    __attribute__((unused))
#define OURO_PRINTF(format_index, first_index)                                                    \
    __attribute__((format(printf, format_index, first_index)))

#define ouro_prefetch(address)       __builtin_prefetch((address), 0, 1)
#define ouro_prefetch_write(address) __builtin_prefetch((address), 1, 1)

/* AddressSanitizer sees blocks inside our pools only if we tell it. */
#if defined(__SANITIZE_ADDRESS__)
#define OURO_HAS_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define OURO_HAS_ASAN 1
#endif
#endif
#ifndef OURO_HAS_ASAN
#define OURO_HAS_ASAN 0
#endif

#if OURO_HAS_ASAN
#include <sanitizer/asan_interface.h>
#define ouro_poison(address, size)   ASAN_POISON_MEMORY_REGION((address), (size))
#define ouro_unpoison(address, size) ASAN_UNPOISON_MEMORY_REGION((address), (size))
#else
#define ouro_poison(address, size)   ((void)(address), (void)(size))
#define ouro_unpoison(address, size) ((void)(address), (void)(size))
#endif

#endif
