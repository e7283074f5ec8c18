/* The pool of constants: one object for each distinct constant of a compilation, told apart by type and
 * exact value (1, 1.0 and True differ; 0.0 and -0.0 differ). */
#include <string.h>

#include "lang/compile_internal.h"
#include "types/bytes.h"
#include "types/float.h"
#include "types/int.h"

static uint64_t mix(uint64_t a, uint64_t b)
{
    a = (a ^ b) * 0x9e3779b97f4a7c15u;
    return a ^ (a >> 29);
}

static uint64_t bytes_hash(const void *data, size_t size)
{
    const uint8_t *bytes = data;
    uint64_t hash = 14695981039346656037u;
    for (size_t i = 0; i < size; i++)
        hash = (hash ^ bytes[i]) * 1099511628211u;
    return hash;
}

static uint64_t double_bits(double value)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

static const struct ouro_complex *complex_of(const ouro_object *object)
{
    return (const struct ouro_complex *)(const void *)object;
}

static size_t str_bytes(const ouro_object *object)
{
    return ouro_str_length(object) * ouro_str_width(object);
}

static uint64_t constant_hash(ouro_runtime *rt, ouro_object *object)
{
    uint64_t hash = object->type_index;
    switch (object->type_index) {
    case TYPE_INT:
        return mix(hash, (uint64_t)ouro_int_hash(object));
    case TYPE_FLOAT:
        return mix(hash, double_bits(ouro_float_value(object)));
    case TYPE_COMPLEX:
        return mix(mix(hash, double_bits(complex_of(object)->real)),
                   double_bits(complex_of(object)->imaginary));
    case TYPE_STR:
        return mix(hash, ouro_str_hash(rt, object));
    case TYPE_BYTES:
        return mix(hash, bytes_hash(bytes_of(object)->data, bytes_of(object)->length));
    case TYPE_TUPLE:
        for (size_t i = 0; i < tuple_length(object); i++)
            hash = mix(hash, constant_hash(rt, tuple_at(object, i)));
        return hash;
    default:
        return mix(hash, (uint64_t)(uintptr_t)object);
    }
}

static bool constant_equal(ouro_object *a, ouro_object *b)
{
    if (a == b)
        return true;
    if (a->type_index != b->type_index)
        return false;
    switch (a->type_index) {
    case TYPE_INT:
        return ouro_int_compare(a, b) == 0;
    case TYPE_FLOAT:
        return double_bits(ouro_float_value(a)) == double_bits(ouro_float_value(b));
    case TYPE_COMPLEX:
        return double_bits(complex_of(a)->real) == double_bits(complex_of(b)->real) &&
               double_bits(complex_of(a)->imaginary) == double_bits(complex_of(b)->imaginary);
    case TYPE_STR:
        return ouro_str_equal(a, b);
    case TYPE_BYTES:
        return bytes_of(a)->length == bytes_of(b)->length &&
               !memcmp(bytes_of(a)->data, bytes_of(b)->data, bytes_of(a)->length);
    case TYPE_TUPLE:
        if (tuple_length(a) != tuple_length(b))
            return false;
        for (size_t i = 0; i < tuple_length(a); i++) {
            if (!constant_equal(tuple_at(a, i), tuple_at(b, i)))
                return false;
        }
        return true;
    default:
        return false;
    }
}

static bool grow_table(struct compiler *c)
{
    uint32_t capacity = c->pool_table_capacity ? c->pool_table_capacity * 2 : 128;
    uint32_t *table = ouro_compile_alloc(c, capacity * sizeof *table);
    if (!table)
        return false;
    for (uint32_t i = 0; i < c->pool_count; i++) {
        uint32_t slot = (uint32_t)c->pool_hashes[i] & (capacity - 1);
        while (table[slot])
            slot = (slot + 1) & (capacity - 1);
        table[slot] = i + 1;
    }
    c->pool_table = table;
    c->pool_table_capacity = capacity;
    return true;
}

static bool grow_pool(struct compiler *c)
{
    uint32_t capacity = c->pool_capacity;
    return ouro_compile_grow_lasting(c, &c->pool, &c->pool_capacity, sizeof *c->pool) &&
           ouro_compile_grow_lasting(c, &c->pool_hashes, &capacity, sizeof *c->pool_hashes);
}

/* Only text made of letters, digits and underscores is interned, as CPython does. */
static bool is_name_like(const ouro_object *str)
{
    if (!ouro_str_is_ascii(str))
        return false;
    const uint8_t *data = str_of(str)->data;
    for (size_t i = 0; i < ouro_str_length(str); i++) {
        uint8_t b = data[i];
        if (!((b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || (b >= '0' && b <= '9') || b == '_'))
            return false;
    }
    return true;
}

ouro_object *ouro_compile_constant_take(struct compiler *c, ouro_object *object)
{
    if (!object || c->has_failed) {
        xdecref(c->rt, object);
        ouro_compile_fail(c);
        return NULL;
    }
    if (is_exact(object, TYPE_STR) && str_bytes(object) < 4096 && is_name_like(object))
        ouro_str_intern(c->rt, &object);
    uint64_t hash = constant_hash(c->rt, object);
    if (c->pool_count * 2 >= c->pool_table_capacity && !grow_table(c))
        goto fail;
    uint32_t slot = (uint32_t)hash & (c->pool_table_capacity - 1);
    for (; c->pool_table[slot]; slot = (slot + 1) & (c->pool_table_capacity - 1)) {
        uint32_t index = c->pool_table[slot] - 1;
        if (c->pool_hashes[index] == hash && constant_equal(c->pool[index], object)) {
            decref(c->rt, object);
            return c->pool[index];
        }
    }
    if (c->pool_count == c->pool_capacity && !grow_pool(c))
        goto fail;
    c->pool_hashes[c->pool_count] = hash;
    c->pool[c->pool_count++] = object;
    c->pool_table[slot] = c->pool_count;
    return object;
fail:
    decref(c->rt, object);
    return NULL;
}

ouro_object *ouro_compile_constant_object(ouro_runtime *rt, const struct ast_constant *constant)
{
    switch (constant->kind) {
    case AST_CONSTANT_NONE:
        return rt->none;
    case AST_CONSTANT_TRUE:
        return rt->true_;
    case AST_CONSTANT_FALSE:
        return rt->false_;
    case AST_CONSTANT_ELLIPSIS:
        return rt->ellipsis;
    case AST_CONSTANT_INT:
        return ouro_int_parse(rt, constant->digits.bytes, constant->digits.size, constant->base);
    case AST_CONSTANT_FLOAT:
        return ouro_float_new(rt, constant->number);
    case AST_CONSTANT_IMAGINARY:
        return ouro_complex_new(rt, 0.0, constant->number);
    case AST_CONSTANT_STR:
        return ouro_str_new(rt, constant->text.bytes, constant->text.size);
    case AST_CONSTANT_BYTES:
        return ouro_bytes_new(rt, constant->text.size ? constant->text.bytes : "", constant->text.size);
    }
    return ouro_raise(rt, EXC_SystemError, "unknown kind of constant");
}

ouro_object *ouro_compile_constant(struct compiler *c, const struct ast_constant *constant)
{
    if (c->has_failed)
        return NULL;
    if ((int)constant->kind == AST_CONSTANT_OBJECT)
        return (ouro_object *)(uintptr_t)constant->text.bytes;
    return ouro_compile_constant_take(c, ouro_compile_constant_object(c->rt, constant));
}

ouro_object *ouro_compile_constant_of(struct compiler *c, const struct ast_expr *e)
{
    return e->kind == AST_EXPR_CONSTANT ? ouro_compile_constant(c, &e->constant) : NULL;
}

ouro_object *ouro_compile_constant_int(struct compiler *c, int64_t value)
{
    return c->has_failed ? NULL : ouro_compile_constant_take(c, ouro_int_new(c->rt, value));
}

int ouro_compile_constant_truth(struct compiler *c, ouro_object *constant)
{
    int truth = ouro_truth(c->rt, constant);
    if (truth < 0)
        ouro_compile_fail(c);
    return truth;
}
