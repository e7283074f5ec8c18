/* Regular expressions: the program that a pattern is compiled to, and its parts.
 *
 * A program is an array of words. An instruction is an opcode and operands; jumps are relative to the
 * instruction's own place, so that a finished piece can be moved up to make room before it. Instructions
 * up to RE_SET match exactly one character.
 *
 * A character set:  RE_SET size flags bitmap[8] range_count (low high)* category*
 * The bitmap answers for characters below 256, everything considered. */
#ifndef OURO_MODULES_RE_INTERNAL_H
#define OURO_MODULES_RE_INTERNAL_H

#include "types/bytes.h"
#include "types/dict.h"
#include "types/int.h"
#include "types/items.h"
#include "types/list.h"
#include "types/str.h"
#include "types/tuple.h"
#include "types/unicode.h"
#include "vm/vm.h"

enum re_flag {
    RE_TEMPLATE = 1, RE_IGNORECASE = 2, RE_LOCALE = 4, RE_MULTILINE = 8, RE_DOTALL = 16, RE_UNICODE = 32,
    RE_VERBOSE = 64, RE_DEBUG = 128, RE_ASCII = 256
};

enum re_opcode {
    RE_CHAR,      /* c */
    RE_CHAR_FOLD, /* c (lower case), is_ascii */
    RE_ANY,       /* not a newline */
    RE_ANY_ALL,
    RE_SET,       /* see above; last of those that match one character */
    RE_AT,        /* enum re_place */
    RE_SAVE,      /* mark */
    RE_SPLIT,     /* other: on failure go there */
    RE_JUMP,      /* target */
    RE_ONE,       /* minimum maximum kind size: the single-character instruction follows */
    RE_INIT,      /* register: a loop begins */
    RE_LOOP,      /* register minimum maximum kind exit; RE_ENTER follows */
    RE_ENTER,     /* register */
    RE_REFER,     /* group fold */
    RE_IF,        /* group target: goes there when the group did not match */
    RE_LOOK,      /* kind register width end */
    RE_LOOK_END,  /* kind register */
    RE_FAIL,
    RE_MATCH,
};
enum re_place { RE_START, RE_LINE_START, RE_END, RE_LINE_END, RE_END_NEWLINE, RE_BOUNDARY, RE_NOT_BOUNDARY };
enum { RE_PLACE_ASCII = 16 };
enum re_greed { RE_GREEDY, RE_LAZY, RE_POSSESSIVE };
enum re_look { RE_AHEAD, RE_NOT_AHEAD, RE_BEHIND, RE_NOT_BEHIND, RE_ATOMIC };
enum re_category { RE_DIGIT = 0, RE_SPACE = 2, RE_WORD = 4, RE_CATEGORY_NOT = 1, RE_CATEGORY_ASCII = 8 };
enum { RE_SET_NEGATED = 1, RE_SET_FOLD = 2, RE_SET_ASCII = 4 };
enum { RE_SET_HEAD = 12 /* words before the ranges */ };
#define RE_REPEAT_MAX UINT32_MAX

struct re_pattern {
    ouro_object base;
    ouro_object *pattern;     /* str or bytes */
    ouro_object *group_index; /* dict: name -> number */
    ouro_object *names;       /* tuple: name or None for each group from 1 */
    ouro_object *match_class;
    uint32_t *code;
    uint32_t code_size, code_capacity; /* words */
    uint32_t flags, group_count, register_count; /* registers: marks, last group, loop counters */
    bool is_bytes;
};

/* Positions while matching; register 2g and 2g + 1 are the ends of group g, then comes the last group that
 * ended, then loops. */
struct re_text {
    const void *data;
    size_t length; /* of the text looked at: endpos cuts it */
    unsigned width;
};
struct re_choice {
    uint32_t kind, pc;
    int64_t a, b;
};
struct re_matcher {
    ouro_runtime *rt;
    const struct re_pattern *pattern;
    struct re_text text;
    int64_t *registers;
    struct re_choice *stack;
    size_t depth, capacity;
    bool must_reach_end, must_advance; /* fullmatch; not empty at the start */
    int64_t begin;                     /* where the text that may be seen begins */
};

OURO_INLINE uint32_t re_register_last(const struct re_pattern *pattern)
{
    return 2 * (pattern->group_count + 1);
}

bool ouro_re_category_has(uint32_t category, uint32_t c);
uint32_t ouro_re_lower(uint32_t c, bool is_ascii);
uint32_t ouro_re_upper(uint32_t c, bool is_ascii);
bool ouro_re_set_has_slow(const uint32_t *set, uint32_t c);

/* Fills the program of the pattern; false: the error is set. */
bool ouro_re_compile(ouro_runtime *rt, struct re_pattern *pattern, ouro_object *error_class);

bool ouro_re_matcher_init(struct re_matcher *matcher, ouro_runtime *rt, const struct re_pattern *pattern);
void ouro_re_matcher_destroy(struct re_matcher *matcher);
/* 1 and the registers are set, 0 no match, -1 error. */
int ouro_re_match_at(struct re_matcher *matcher, int64_t start);
int ouro_re_search(struct re_matcher *matcher, int64_t start);

#endif
