/* A debugger moves a frame to another line: frame.f_lineno = N in a trace function.
 *
 * The stack where the frame goes on must hold what the code there expects. So the kinds of all operands are
 * followed from the start of the code along every way, and a jump may only drop operands. */
#include <string.h>

#include "types/int.h"
#include "vm/eval.h"
#include "vm/specialize.h"
#include "vm/tracing.h"

/* RAISED: the exception that a handler is for; PREVIOUS: what was handled outside of it. */
enum { KIND_OBJECT = 1, KIND_NULL, KIND_ITERATOR, KIND_RAISED, KIND_PREVIOUS, KIND_LASTI };
enum { KIND_BITS = 3, KINDS_MAX = 21 };

/* The kinds of the operands before an instruction, the topmost in the lowest bits. */
struct kinds {
    uint64_t bits;
    uint8_t depth;
    uint8_t status;
};
enum { KINDS_UNKNOWN, KINDS_KNOWN, KINDS_TOO_DEEP };

struct analysis {
    const struct ouro_code *code;
    struct kinds *kinds; /* of each word */
    uint32_t *waiting;
    uint32_t waiting_count;
};

static struct kinds pushed(struct kinds kinds, unsigned kind)
{
    if (kinds.depth == KINDS_MAX) {
        kinds.status = KINDS_TOO_DEEP;
        return kinds;
    }
    kinds.bits = kinds.bits << KIND_BITS | kind;
    kinds.depth++;
    return kinds;
}

static struct kinds popped(struct kinds kinds, unsigned count)
{
    if (count > kinds.depth)
        count = kinds.depth;
    kinds.bits = kinds.bits >> (KIND_BITS * count);
    kinds.depth = (uint8_t)(kinds.depth - count);
    return kinds;
}

static unsigned kind_at(struct kinds kinds, unsigned from_top)
{
    return (unsigned)(kinds.bits >> (KIND_BITS * from_top)) & ((1u << KIND_BITS) - 1);
}

static void put_kind(struct kinds *kinds, unsigned from_top, unsigned kind)
{
    unsigned shift = KIND_BITS * from_top;
    kinds->bits &= ~(((UINT64_C(1) << KIND_BITS) - 1) << shift);
    kinds->bits |= (uint64_t)kind << shift;
}

/* After the instruction; jumped: at its target. */
static struct kinds after(struct kinds kinds, unsigned opcode, uint32_t argument, bool jumped)
{
    unsigned top;
    switch (opcode) {
    case OP_PUSH_NULL:
        return pushed(kinds, KIND_NULL);
    case OP_LOAD_GLOBAL:
        return pushed(argument & 1 ? pushed(kinds, KIND_NULL) : kinds, KIND_OBJECT);
    case OP_LOAD_METHOD:
        return pushed(pushed(popped(kinds, 1), KIND_NULL), KIND_OBJECT);
    case OP_GET_ITER:
    case OP_GET_AITER:
        return pushed(popped(kinds, 1), KIND_ITERATOR);
    case OP_PUSH_EXC_INFO:
        return pushed(pushed(popped(kinds, 1), KIND_PREVIOUS), KIND_RAISED);
    case OP_COPY:
        return pushed(kinds, kind_at(kinds, argument - 1));
    case OP_SWAP:
        top = kind_at(kinds, 0);
        put_kind(&kinds, 0, kind_at(kinds, argument - 1));
        put_kind(&kinds, argument - 1, top);
        return kinds;
    default:
        break;
    }
    int effect = ouro_opcode_effect(opcode, argument, jumped);
    for (; effect > 0; effect--)
        kinds = pushed(kinds, KIND_OBJECT);
    kinds = popped(kinds, (unsigned)-effect);
    if (opcode == OP_CALL || opcode == OP_CALL_KW || opcode == OP_CALL_FUNCTION_EX)
        put_kind(&kinds, 0, KIND_OBJECT); /* in the place of the NULL */
    return kinds;
}

static void reach(struct analysis *analysis, uint32_t index, struct kinds kinds)
{
    if (index >= analysis->code->instruction_count || analysis->kinds[index].status != KINDS_UNKNOWN)
        return;
    analysis->kinds[index] = kinds;
    if (kinds.status == KINDS_KNOWN)
        analysis->waiting[analysis->waiting_count++] = index;
}

/* The way to the handler of the instruction. */
static void reach_handler(struct analysis *analysis, uint32_t index, struct kinds kinds)
{
    const struct ouro_code_handler *handler = ouro_eval_find_handler(analysis->code, index);
    if (!handler || handler->depth > kinds.depth)
        return;
    kinds = popped(kinds, kinds.depth - handler->depth);
    if (handler->push_lasti)
        kinds = pushed(kinds, KIND_LASTI);
    reach(analysis, handler->target, pushed(kinds, KIND_RAISED));
}

static bool ends_way(unsigned opcode)
{
    return opcode == OP_RETURN_VALUE || opcode == OP_RAISE_VARARGS || opcode == OP_RERAISE ||
           opcode == OP_JUMP || opcode == OP_JUMP_BACKWARD;
}

static void analyze(struct analysis *analysis)
{
    const struct ouro_code *code = analysis->code;
    reach(analysis, 0, (struct kinds){.status = KINDS_KNOWN});
    while (analysis->waiting_count) {
        uint32_t index = analysis->waiting[--analysis->waiting_count];
        struct kinds kinds = analysis->kinds[index];
        uint32_t word = code->instructions[index], argument = ouro_word_argument(word);
        unsigned opcode = ouro_specialize_general(ouro_word_opcode(word));
        reach_handler(analysis, index, kinds);
        if (ouro_opcode_is_jump(opcode))
            reach(analysis, argument, after(kinds, opcode, argument, true));
        if (!ends_way(opcode))
            reach(analysis, index + 1 + ouro_opcode_cache_words[opcode],
                  after(kinds, opcode, argument, false));
    }
}

/* Can the operands of one become those of the other when some are dropped? */
static bool is_compatible(struct kinds from, struct kinds to)
{
    if (from.status != KINDS_KNOWN || to.status != KINDS_KNOWN || to.depth > from.depth)
        return false;
    from = popped(from, (unsigned)(from.depth - to.depth));
    for (unsigned i = 0; i < to.depth; i++) {
        unsigned wanted = kind_at(to, i), given = kind_at(from, i);
        if (wanted == KIND_OBJECT ? given == KIND_NULL : wanted != KIND_NULL && given != wanted)
            return false;
    }
    return true;
}

static const char *reason_against(struct kinds from, struct kinds to)
{
    if (from.status == KINDS_TOO_DEEP)
        return "stack to deep to analyze";
    if (from.status == KINDS_UNKNOWN)
        return "can't jump from unreachable code";
    if (to.status == KINDS_TOO_DEEP)
        return "stack is too deep to analyze";
    if (to.status == KINDS_UNKNOWN)
        return "can't jump into an exception handler, or code may be unreachable";
    switch (to.depth ? kind_at(to, 0) : KIND_OBJECT) {
    case KIND_ITERATOR:
        return "can't jump into the body of a for loop";
    case KIND_RAISED:
    case KIND_PREVIOUS:
        return "can't jump into an 'except' block as there's no exception";
    case KIND_LASTI:
        return "can't jump into a re-raising block as there's no location";
    default:
        return "incompatible stacks";
    }
}

/* The instruction to go on at; -1: *reason says why there is none. */
static int64_t find_target(const struct analysis *analysis, const int32_t *lines, uint32_t current,
                           int32_t line, const char **reason)
{
    const struct ouro_code *code = analysis->code;
    struct kinds from = analysis->kinds[current];
    int64_t best = -1;
    *reason = NULL;
    bool has_started = false;
    int32_t line_before = -1; /* an instruction begins a line when the last one that has a line has another */
    for (uint32_t i = 0; i < code->instruction_count;) {
        unsigned opcode = ouro_specialize_general(ouro_word_opcode(code->instructions[i]));
        has_started |= opcode == OP_RESUME;
        bool begins = lines[i] >= 0 && lines[i] != line_before;
        line_before = begins ? lines[i] : line_before;
        if (has_started && begins && lines[i] == line) {
            struct kinds to = analysis->kinds[i];
            if (!is_compatible(from, to))
                *reason = *reason ? *reason : reason_against(from, to);
            else if (best < 0 || to.depth > analysis->kinds[best].depth)
                best = i;
        }
        i += 1 + ouro_opcode_cache_words[opcode];
    }
    if (!*reason)
        *reason = "cannot find bytecode for specified line";
    return best;
}

/* The first line with an instruction that is not before this one; -1: there is none. */
static int32_t line_not_before(const int32_t *lines, uint32_t count, int64_t line)
{
    int32_t found = -1;
    for (uint32_t i = 0; i < count; i++) {
        if (lines[i] >= line && (found < 0 || lines[i] < found))
            found = lines[i];
    }
    return found;
}

static bool move(ouro_runtime *rt, struct ouro_frame *frame, struct analysis *analysis, uint32_t target)
{
    uint32_t current = frame_instruction_index(frame);
    unsigned dropped = (unsigned)(analysis->kinds[current].depth - analysis->kinds[target].depth);
    ouro_assert(frame->used >= frame->code->local_count + dropped);
    frame->instruction = frame->code->instructions + target;
    ouro_frame_check_locals(frame->code);
    struct kinds kinds = analysis->kinds[current];
    for (; dropped; dropped--, kinds = popped(kinds, 1)) {
        ouro_object *object = frame->slots[--frame->used];
        if (kind_at(kinds, 0) == KIND_PREVIOUS)
            handled_pop(rt, object);
        else
            xdecref(rt, object);
    }
    return true;
}

static bool jump_to(ouro_runtime *rt, struct ouro_frame *frame, struct analysis *analysis, int32_t *lines,
                    int64_t wanted)
{
    const struct ouro_code *code = frame->code;
    ouro_code_lines_fill(code, lines);
    int32_t line = line_not_before(lines, code->instruction_count, wanted);
    if (line < 0)
        return ouro_raise(rt, EXC_ValueError, "line %lld comes after the current code block",
                          (long long)wanted) != NULL;
    memset(analysis->kinds, 0, code->instruction_count * sizeof *analysis->kinds);
    analyze(analysis);
    const char *reason;
    int64_t target = find_target(analysis, lines, frame_instruction_index(frame), line, &reason);
    if (target < 0)
        return ouro_raise(rt, EXC_ValueError, "%s", reason) != NULL;
    return move(rt, frame, analysis, (uint32_t)target);
}

/* Is this the moment? ValueError otherwise. */
static bool check_moment(ouro_runtime *rt, const struct ouro_frame *frame)
{
    const struct ouro_tracing *tracing = &rt->vm->tracing;
    enum ouro_trace_event event = tracing->depth ? tracing->event : TRACE_CALL;
    if (event == TRACE_CALL)
        return ouro_raise(rt, EXC_ValueError,
                          "can't jump from the 'call' trace event of a new frame") != NULL;
    if (event != TRACE_LINE)
        return ouro_raise(rt, EXC_ValueError, "can only jump from a 'line' trace event") != NULL;
    if (!frame->object || !frame->object->trace || tracing->frame != frame)
        return ouro_raise(rt, EXC_ValueError, "f_lineno can only be set by a trace function") != NULL;
    return true;
}

bool ouro_frame_jump(ouro_runtime *rt, struct ouro_frame *frame, ouro_object *value)
{
    if (!is_exact(value, TYPE_INT))
        return ouro_raise(rt, EXC_ValueError, "lineno must be an integer") != NULL;
    if (!check_moment(rt, frame))
        return false;
    if (!ouro_int_is_small_exact(value) || ouro_int_value(value) != (int32_t)ouro_int_value(value))
        return ouro_raise(rt, EXC_ValueError, "lineno out of range") != NULL;
    int64_t wanted = ouro_int_value(value);
    const struct ouro_code *code = frame->code;
    if (wanted < code->first_line)
        return ouro_raise(rt, EXC_ValueError, "line %lld comes before the current code block",
                          (long long)wanted) != NULL;
    size_t each = sizeof(struct kinds) + sizeof(uint32_t) + sizeof(int32_t);
    size_t size = code->instruction_count * each;
    struct kinds *kinds = ouro_buffer_alloc(rt, size);
    if (!kinds)
        return false;
    uint32_t *waiting = (uint32_t *)(kinds + code->instruction_count);
    struct analysis analysis = {.code = code, .kinds = kinds, .waiting = waiting};
    bool is_good = jump_to(rt, frame, &analysis, (int32_t *)(waiting + code->instruction_count), wanted);
    ouro_buffer_free(rt, kinds, size);
    return is_good;
}

void ouro_frame_check_locals(struct ouro_code *code)
{
    for (uint32_t i = 0; i < code->instruction_count;) {
        uint32_t *ip = &code->instructions[i];
        unsigned opcode = ouro_specialize_general(ouro_word_opcode(*ip));
        unsigned checked = opcode == OP_LOAD_FAST                ? OP_LOAD_FAST_CHECK
                           : opcode == OP_LOAD_FAST__LOAD_FAST   ? OP_LOAD_FAST__LOAD_FAST_CHECK
                           : opcode == OP_STORE_FAST__LOAD_FAST  ? OP_STORE_FAST__LOAD_FAST_CHECK
                           : opcode == OP_LOAD_FAST__LOAD_CONST  ? OP_LOAD_FAST__LOAD_CONST_CHECK
                                                                 : 0;
        if (checked)
            specialize_opcode(ip, checked);
        i += 1 + ouro_opcode_cache_words[opcode];
    }
}
