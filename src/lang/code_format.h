/* What writer and reader of code images agree on; included by nothing else.
 *
 * An object is a tag and what follows it. A byte from IMAGE_SHARED_FIRST up is a shared object, the
 * IMAGE_SHARED tag with a number one beyond those. A record of code:
 *
 *   flags, counts, stack size, signed first line   numbers (code_write.c, write_head)
 *   name, qualified name                           objects; IMAGE_SAME: as the name
 *   number of words; size and place of positions    numbers
 *   kinds of locals                                 bytes, used where they lie
 *   ---- up to here what frozen code has; the rest is read when it thaws
 *   names, local names, constants                  numbers and objects
 *   handlers: number; start, length, target, depth << 1 | push_lasti
 *   instructions: opcode, argument; cache words are not written
 *
 * Depends on base. */
#ifndef OURO_LANG_CODE_FORMAT_H
#define OURO_LANG_CODE_FORMAT_H

#include <stdint.h>

enum image_tag {
    IMAGE_NONE,
    IMAGE_TRUE,
    IMAGE_FALSE,
    IMAGE_ELLIPSIS,
    IMAGE_INT,       /* signed number */
    IMAGE_BIG_INT,   /* size, bytes in two's complement */
    IMAGE_FLOAT,     /* 8 bytes */
    IMAGE_COMPLEX,   /* 16 bytes */
    IMAGE_ASCII,     /* length, characters */
    IMAGE_NAME,      /* the same, interned */
    IMAGE_WIDE,      /* width, length, characters of that width */
    IMAGE_WIDE_NAME,
    IMAGE_BYTES,     /* size, bytes */
    IMAGE_TUPLE,     /* length, objects */
    IMAGE_FROZENSET, /* length, objects */
    IMAGE_CODE,      /* size, record */
    IMAGE_SAME,      /* qualified name only */
    IMAGE_SHARED,    /* number */
    IMAGE_SHARED_FIRST
};

enum {
    IMAGE_DEPTH_MAX = 100, /* of tuples in tuples, and of functions in functions */
    IMAGE_NEAR_COUNT = 256 - IMAGE_SHARED_FIRST,
};

#define IMAGE_MAGIC "ouroCode"

#endif
