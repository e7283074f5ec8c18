/* _random: the generator behind the random module (src/modules/python/random.py). Mersenne Twister,
 * MT19937, with the seeding and the output of the reference interpreter bit for bit. */
#include <errno.h>
#include <string.h>
#include <sys/random.h>

#include "modules/sha512.h"
#include "types/bytes.h"
#include "types/float.h"
#include "types/function.h"
#include "types/int_internal.h"
#include "types/tuple.h"

#define ARGUMENTS                                                                                  \
    ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t count, ouro_object *names

enum { STATE_SIZE = 624, SHIFT_SIZE = 397 };

struct generator {
    ouro_object base;
    uint32_t index; /* STATE_SIZE: all words are used up; above: never seeded */
    uint32_t state[STATE_SIZE];
};

static struct generator *generator_of(ouro_object *object)
{
    return (struct generator *)(void *)object;
}

/* ---- the algorithm ------------------------------------------------------------------------------
 */

static uint32_t twist(uint32_t high, uint32_t low)
{
    uint32_t mixed = (high & 0x80000000u) | (low & 0x7fffffffu);
    return mixed >> 1 ^ (low & 1 ? 0x9908b0dfu : 0);
}

static void seed_with_words(struct generator *generator, const uint32_t *key, size_t length);

/* A subclass whose __init__ seeds nothing gets a seed of the operating system at the first draw; if
 * that gives none, the clock-free constant of the reference algorithm has to do. */
static void seed_late(struct generator *generator)
{
    uint32_t key[8] = {5489};
    ssize_t got = getrandom(key, sizeof key, 0);
    seed_with_words(generator, key, got == (ssize_t)sizeof key ? 8 : 1);
}

static void refill(struct generator *generator)
{
    uint32_t *s = generator->state;
    if (generator->index > STATE_SIZE)
        seed_late(generator);
    for (int i = 0; i < STATE_SIZE; i++)
        s[i] = s[(i + SHIFT_SIZE) % STATE_SIZE] ^ twist(s[i], s[(i + 1) % STATE_SIZE]);
    generator->index = 0;
}

static uint32_t next_word(struct generator *generator)
{
    if (generator->index >= STATE_SIZE)
        refill(generator);
    uint32_t y = generator->state[generator->index++];
    y ^= y >> 11;
    y ^= y << 7 & 0x9d2c5680u;
    y ^= y << 15 & 0xefc60000u;
    return y ^ y >> 18;
}

static double next_double(struct generator *generator) /* 53 bits */
{
    uint32_t high = next_word(generator) >> 5, low = next_word(generator) >> 6;
    return ((double)high * 67108864.0 + (double)low) * (1.0 / 9007199254740992.0);
}

static void seed_with_word(struct generator *generator, uint32_t seed)
{
    uint32_t *s = generator->state;
    s[0] = seed;
    for (uint32_t i = 1; i < STATE_SIZE; i++)
        s[i] = 1812433253u * (s[i - 1] ^ s[i - 1] >> 30) + i;
    generator->index = STATE_SIZE;
}

static void seed_with_words(struct generator *generator, const uint32_t *key, size_t length)
{
    uint32_t *s = generator->state, i = 1;
    seed_with_word(generator, 19650218u);
    size_t rounds = length > STATE_SIZE ? length : STATE_SIZE;
    for (size_t k = 0, j = 0; k < rounds; k++) {
        s[i] = (s[i] ^ (s[i - 1] ^ s[i - 1] >> 30) * 1664525u) + key[j] + (uint32_t)j;
        if (++i >= STATE_SIZE) {
            s[0] = s[STATE_SIZE - 1];
            i = 1;
        }
        if (++j >= length)
            j = 0;
    }
    for (int k = 0; k < STATE_SIZE - 1; k++) {
        s[i] = (s[i] ^ (s[i - 1] ^ s[i - 1] >> 30) * 1566083941u) - i;
        if (++i >= STATE_SIZE) {
            s[0] = s[STATE_SIZE - 1];
            i = 1;
        }
    }
    s[0] = 0x80000000u;
}

/* ---- seeding ------------------------------------------------------------------------------------
 */

static bool fill_with_entropy(ouro_runtime *rt, uint8_t *bytes, size_t size)
{
    for (size_t at = 0; at < size;) {
        ssize_t got = getrandom(bytes + at, size - at, 0);
        if (got < 0 && errno != EINTR)
            return ouro_raise_errno(rt, errno, NULL) != NULL;
        at += got > 0 ? (size_t)got : 0;
    }
    return true;
}

/* The magnitude of an int in 32-bit words, least significant first. */
static bool seed_with_int(ouro_runtime *rt, struct generator *generator, ouro_object *value)
{
    struct int_view view;
    int_view_init(&view, value);
    size_t words = (limbs_bit_length(view.limbs, view.count) + 31) / 32;
    uint32_t zero = 0;
    if (words == 0) {
        seed_with_words(generator, &zero, 1);
        return true;
    }
    uint32_t *key = ouro_buffer_alloc(rt, words * sizeof *key);
    if (!key)
        return false;
    for (size_t i = 0; i < words; i++)
        key[i] = (uint32_t)(view.limbs[i / 2] >> i % 2 * 32);
    seed_with_words(generator, key, words);
    ouro_buffer_free(rt, key, words * sizeof *key);
    return true;
}

static bool seed_generator(ouro_runtime *rt, struct generator *generator, ouro_object *argument)
{
    if (!argument || argument == rt->none) {
        uint32_t key[STATE_SIZE];
        if (!fill_with_entropy(rt, (uint8_t *)key, sizeof key))
            return false;
        seed_with_words(generator, key, STATE_SIZE);
        return true;
    }
    if (is_int(rt, argument))
        return seed_with_int(rt, generator, argument);
    int64_t hash;
    if (!ouro_hash(rt, argument, &hash))
        return false;
    ouro_object *value = ouro_int_new_u64(rt, (uint64_t)hash);
    bool is_done = value && seed_with_int(rt, generator, value);
    xdecref(rt, value);
    return is_done;
}

/* Seeding is __init__'s part. */
static ouro_object *random_create(ouro_runtime *rt, struct ouro_class *cls,
                                  ouro_object *const *args, size_t count, ouro_object *names)
{
    ouro_object *self = ouro_class_alloc(rt, cls, 0);
    if (self)
        generator_of(self)->index = STATE_SIZE + 1;
    return self;
}

static bool random_init(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t count,
                        ouro_object *names)
{
    if (!ouro_args_no_keywords(rt, "Random", names) || !ouro_args_count(rt, "Random", count, 0, 1))
        return false;
    return seed_generator(rt, generator_of(self), count ? args[0] : NULL);
}

static void random_dealloc(struct ouro_heap *heap, ouro_object *self)
{
    ouro_class_free(runtime_of(heap), self);
}

static ouro_object *random_seed(ARGUMENTS)
{
    return seed_generator(rt, generator_of(self), count ? args[0] : NULL) ? rt->none : NULL;
}

/* ---- output -------------------------------------------------------------------------------------
 */

static ouro_object *random_random(ARGUMENTS)
{
    return ouro_float_new(rt, next_double(generator_of(self)));
}

static uint64_t next_bits(struct generator *generator, unsigned bits) /* 1 to 64 */
{
    uint64_t low = next_word(generator);
    if (bits <= 32)
        return low >> (32 - bits);
    return low | (uint64_t)(next_word(generator) >> (64 - bits)) << 32;
}

static ouro_object *random_bits(ouro_runtime *rt, struct generator *generator, uint64_t bits)
{
    if (bits == 0)
        return ouro_int_new(rt, 0);
    if (bits <= 64)
        return ouro_int_new_u64(rt, next_bits(generator, (unsigned)bits));
    size_t limbs = bits / 64 + (bits % 64 != 0);
    struct int_scratch scratch;
    if (!int_scratch_open(rt, &scratch, limbs))
        return NULL;
    for (size_t i = 0; i < limbs; i++, bits -= 64)
        scratch.limbs[i] = next_bits(generator, bits < 64 ? (unsigned)bits : 64);
    ouro_object *result = ouro_int_from_limbs(rt, scratch.limbs, limbs, false);
    int_scratch_close(rt, &scratch);
    return result;
}

static ouro_object *random_getrandbits(ARGUMENTS)
{
    int64_t bits;
    if (!ouro_index_i64(rt, args[0], &bits, EXC_OverflowError))
        return NULL;
    if (bits < 0)
        return ouro_raise(rt, EXC_ValueError, "number of bits must be non-negative");
    return random_bits(rt, generator_of(self), (uint64_t)bits);
}

/* A number below n: draws of as many bits as n has, until one is small enough. */
static ouro_object *random_below(ARGUMENTS)
{
    int64_t limit;
    struct generator *generator = generator_of(self);
    if (!is_int(rt, args[0]) || ouro_int_sign(args[0]) <= 0)
        return ouro_raise(rt, EXC_ValueError, "the limit must be a positive int");
    if (ouro_int_fits_i64(args[0], &limit)) {
        unsigned bits = 64 - (unsigned)__builtin_clzll((uint64_t)limit);
        uint64_t value = next_bits(generator, bits);
        while (value >= (uint64_t)limit)
            value = next_bits(generator, bits);
        return ouro_int_new(rt, (int64_t)value);
    }
    size_t bits = ouro_int_bit_length(args[0]);
    ouro_object *value = random_bits(rt, generator, bits);
    while (value && ouro_int_compare(value, args[0]) >= 0)
        setref_take(rt, &value, random_bits(rt, generator, bits));
    return value;
}

static ouro_object *random_getstate(ARGUMENTS)
{
    struct generator *generator = generator_of(self);
    ouro_object *result = ouro_tuple_new(rt, STATE_SIZE + 1);
    for (size_t i = 0; i <= STATE_SIZE && result; i++) {
        tuple_at(result, i) =
            ouro_int_new(rt, i < STATE_SIZE ? generator->state[i] : generator->index);
        if (!tuple_at(result, i))
            clearref(rt, &result);
    }
    return result;
}

static ouro_object *random_setstate(ARGUMENTS)
{
    uint32_t state[STATE_SIZE];
    int64_t index;
    if (!is_tuple(rt, args[0]))
        return ouro_raise(rt, EXC_TypeError, "state vector must be a tuple");
    if (tuple_length(args[0]) != STATE_SIZE + 1)
        return ouro_raise(rt, EXC_ValueError, "state vector is the wrong size");
    for (size_t i = 0; i <= STATE_SIZE; i++) {
        ouro_object *item = tuple_at(args[0], i);
        uint64_t value;
        if (i == STATE_SIZE)
            break;
        if (!is_int(rt, item))
            return ouro_raise(rt, EXC_TypeError, "an integer is required");
        if (!ouro_int_as_u64(rt, item, &value))
            return NULL;
        state[i] = (uint32_t)value;
    }
    if (!ouro_index_i64(rt, tuple_at(args[0], STATE_SIZE), &index, EXC_OverflowError))
        return NULL;
    if (index < 0 || index > STATE_SIZE)
        return ouro_raise(rt, EXC_ValueError, "invalid state");
    generator_of(self)->index = (uint32_t)index;
    memcpy(generator_of(self)->state, state, sizeof state);
    return rt->none;
}

/* ---- module -------------------------------------------------------------------------------------
 */

static ouro_object *module_sha512(ARGUMENTS)
{
    const uint8_t *bytes;
    size_t size;
    uint8_t digest[SHA512_SIZE];
    if (!ouro_buffer_get(rt, args[0], &bytes, &size))
        return NULL;
    ouro_sha512(bytes, size, digest);
    return ouro_bytes_new(rt, digest, sizeof digest);
}

static ouro_object *module_entropy(ARGUMENTS)
{
    int64_t size;
    if (!ouro_index_i64(rt, args[0], &size, EXC_OverflowError))
        return NULL;
    if (size < 0)
        return ouro_raise(rt, EXC_ValueError, "negative argument not allowed");
    uint8_t one;
    if (size <= 1)
        return fill_with_entropy(rt, &one, (size_t)size) ? ouro_bytes_new(rt, &one, (size_t)size)
                                                         : NULL;
    ouro_object *result = ouro_bytes_new(rt, NULL, (size_t)size);
    if (result && !fill_with_entropy(rt, bytes_of(result)->data, (size_t)size))
        clearref(rt, &result);
    return result;
}

bool ouro_module__random_init(ouro_runtime *rt, ouro_object *module)
{
    static const struct ouro_method methods[] = {
        {"random", random_random, 0, 0, 0, "random() -> x in the interval [0, 1)."},
        {"seed", random_seed, 0, 1, 0, "seed([n]) -> None."},
        {"getrandbits", random_getrandbits, 1, 1, 0,
         "getrandbits(k) -> x.  An int with k random bits."},
        {"_randbelow", random_below, 1, 1, 0, "A random int in the range [0, n)."},
        {"getstate", random_getstate, 0, 0, 0, "getstate() -> tuple containing the current state."},
        {"setstate", random_setstate, 1, 1, 0,
         "setstate(state) -> None.  Restores generator state."},
        {NULL, NULL, 0, 0, 0, NULL}};
    static const struct ouro_method functions[] = {
        {"_sha512", module_sha512, 1, 1, 0, "The SHA-512 digest of bytes."},
        {"_entropy", module_entropy, 1, 1, 0, "Random bytes of the operating system."},
        {NULL, NULL, 0, 0, 0, NULL}};
    struct ouro_class *cls =
        ouro_class_native(rt, "_random.Random", builtin_class(rt, TYPE_OBJECT),
                          sizeof(struct generator), OURO_BLOCK_ATOM, OURO_TYPE_BASE);
    if (!cls)
        return false;
    cls->core.dealloc = random_dealloc;
    cls->create = random_create;
    cls->init = random_init;
    return ouro_class_ready(rt, cls, methods, NULL, NULL) &&
           ouro_module_add_class(rt, module, cls) &&
           ouro_module_add_functions(rt, module, functions);
}
