/* The instruction set of struct ouro_code, between the compiler and the evaluation loop.
 *
 *   31             8 7      0
 *   +---------------+--------+   followed by a fixed number of cache words (zero when compiled), by
 *   |    argument   | opcode |   opcode. Jump targets are indices of words.
 *   +---------------+--------+
 *
 * The numbers from OURO_OPCODE_COUNT up belong to the evaluation loop for specialised forms.
 * Depends on nothing. */
#ifndef OURO_LANG_OPCODES_H
#define OURO_LANG_OPCODES_H

#include <stdbool.h>
#include <stdint.h>

enum { OURO_EFFECT_BY_ARGUMENT = 127 };

enum ouro_opcode {
#define OURO_OPCODE(name, effect, cache_words) OP_##name,
#include "lang/opcodes.def"
#undef OURO_OPCODE
    OURO_OPCODE_COUNT
};

/* Words behind an instruction, as constants: CACHE_WORDS_LOAD_ATTR and so on. */
enum {
#define OURO_OPCODE(name, effect, cache_words) CACHE_WORDS_##name = cache_words,
#include "lang/opcodes.def"
#undef OURO_OPCODE
};

enum {
    OURO_ARGUMENT_SHIFT = 8,
    OURO_ARGUMENT_MAX = 0xffffff,
    OURO_FUSED_MAX = 0xfff, /* the largest operand of a fused instruction */
    OURO_BINARY_IN_PLACE = 32,
};

#define ouro_word_opcode(word)   ((word) & 0xffu)
#define ouro_word_argument(word) ((word) >> OURO_ARGUMENT_SHIFT)
#define ouro_word(opcode, argument) ((uint32_t)(opcode) | (uint32_t)(argument) << OURO_ARGUMENT_SHIFT)

extern const uint8_t ouro_opcode_cache_words[OURO_OPCODE_COUNT];
extern const char *const ouro_opcode_names[OURO_OPCODE_COUNT];

/* Does the argument name a target? */
bool ouro_opcode_is_jump(unsigned opcode);
/* How far the depth of the stack moves; with jumped for the way to the target. */
int ouro_opcode_effect(unsigned opcode, uint32_t argument, bool jumped);

#endif
