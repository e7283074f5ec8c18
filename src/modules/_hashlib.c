/* _hashlib: digests by libcrypto, which is opened when the module is imported first. */
#include <stddef.h>
#include <string.h>
#include <strings.h>

#include "modules/foreign.h"
#include "types/bytes.h"
#include "types/dict.h"
#include "types/int.h"
#include "types/str.h"
#include "types/tuple.h"
#include "vm/vm.h"

#define NATIVE(name)                                                                              \
    static ouro_object *name(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,       \
                             size_t count, ouro_object *names)

#define LIBRARY_FILE "libcrypto.so.3"
enum { DIGEST_MAX = 64 };

/* What we call in the library: its own types stay unknown. */
struct crypto {
    ouro_object base; /* lives as long as the runtime's states */
    void *(*context_new)(void);
    void (*context_free)(void *context);
    int (*context_copy)(void *to, const void *from);
    const void *(*digest_find)(const char *name);
    int (*init)(void *context, const void *digest, void *engine);
    int (*update)(void *context, const void *data, size_t size);
    int (*final)(void *context, unsigned char *out, unsigned *size);
    int (*final_xof)(void *context, unsigned char *out, size_t size);
    int (*digest_size)(const void *digest);
    int (*block_size)(const void *digest);
    int (*pbkdf2)(const char *password, int password_size, const unsigned char *salt, int salt_size,
                  int iterations, const void *digest, int size, unsigned char *out);
    int (*scrypt)(const char *password, size_t password_size, const unsigned char *salt, size_t salt_size,
                  uint64_t n, uint64_t r, uint64_t p, uint64_t memory_max, unsigned char *key,
                  size_t size);
};

struct hash {
    ouro_object base;
    struct crypto *crypto; /* counted */
    void *context;
    const void *digest;
    ouro_object *name;
    bool is_xof;
};

static struct hash *hash_of(ouro_object *object)
{
    return (struct hash *)(void *)object;
}

static struct crypto *crypto_peek(ouro_runtime *rt)
{
    return (struct crypto *)(void *)ouro_vm_state_peek(rt, LIBRARY_FILE);
}

/* ---- names ----------------------------------------------------------------------------------- */

/* Python's names, the library's, and whether the length of the digest is the caller's choice. */
static const struct algorithm {
    const char *name, *library_name;
    bool is_xof;
} algorithms[] = {
    {"md5", "MD5", false}, {"sha1", "SHA1", false}, {"sha224", "SHA224", false},
    {"sha256", "SHA256", false}, {"sha384", "SHA384", false}, {"sha512", "SHA512", false},
    {"sha512_224", "SHA512-224", false}, {"sha512_256", "SHA512-256", false},
    {"sha3_224", "SHA3-224", false}, {"sha3_256", "SHA3-256", false}, {"sha3_384", "SHA3-384", false},
    {"sha3_512", "SHA3-512", false}, {"shake_128", "SHAKE128", true}, {"shake_256", "SHAKE256", true},
    {"blake2b", "BLAKE2b512", false}, {"blake2s", "BLAKE2s256", false}, {"sm3", "SM3", false},
    {"ripemd160", "RIPEMD160", false}, {"md5-sha1", "MD5-SHA1", false},
};

static const struct algorithm *algorithm_find(const char *name)
{
    for (size_t i = 0; i < sizeof algorithms / sizeof *algorithms; i++)
        if (!strcasecmp(name, algorithms[i].name) || !strcasecmp(name, algorithms[i].library_name))
            return &algorithms[i];
    return NULL;
}

static void *raise_unsupported(ouro_runtime *rt, const char *name)
{
    ouro_object *cls = ouro_vm_state_peek(rt, "_hashlib.UnsupportedDigestmodError");
    if (cls)
        ouro_raise_class(rt, (struct ouro_class *)(void *)cls, "unsupported hash type %s", name);
    return NULL;
}

static const void *digest_find(ouro_runtime *rt, struct crypto *crypto, const char *name, bool *is_xof)
{
    const struct algorithm *algorithm = algorithm_find(name);
    const void *digest = crypto->digest_find(algorithm ? algorithm->library_name : name);
    *is_xof = algorithm && algorithm->is_xof;
    return digest ? digest : raise_unsupported(rt, name);
}

/* ---- objects --------------------------------------------------------------------------------- */

static bool bytes_argument(ouro_runtime *rt, ouro_object *object, const uint8_t **bytes, size_t *size)
{
    if (is_str(rt, object))
        return ouro_raise(rt, EXC_TypeError, "Strings must be encoded before hashing") != NULL;
    if (ouro_buffer_get(rt, object, bytes, size))
        return true;
    if (ouro_error_is(rt, EXC_TypeError))
        ouro_raise(rt, EXC_TypeError, "object supporting the buffer API required");
    return false;
}

static void *raise_failure(ouro_runtime *rt)
{
    return ouro_raise(rt, EXC_ValueError, "libcrypto refused the operation");
}

static ouro_object *hash_alloc(ouro_runtime *rt, bool is_xof)
{
    struct crypto *crypto = crypto_peek(rt);
    ouro_object *cls = ouro_vm_state_peek(rt, is_xof ? "_hashlib.HASHXOF" : "_hashlib.HASH");
    ouro_object *self = cls && crypto ? ouro_class_alloc(rt, (struct ouro_class *)(void *)cls, 0) : NULL;
    if (!self)
        return NULL;
    incref(&crypto->base);
    hash_of(self)->crypto = crypto;
    hash_of(self)->is_xof = is_xof;
    hash_of(self)->context = crypto->context_new();
    if (!hash_of(self)->context) {
        decref(rt, self);
        return ouro_raise_memory(rt);
    }
    return self;
}

/* data: NULL for nothing yet. */
static ouro_object *hash_new(ouro_runtime *rt, const char *name, ouro_object *data)
{
    const uint8_t *bytes = NULL;
    size_t size = 0;
    bool is_xof;
    struct crypto *crypto = crypto_peek(rt);
    if (data && !bytes_argument(rt, data, &bytes, &size))
        return NULL;
    const void *digest = crypto ? digest_find(rt, crypto, name, &is_xof) : NULL;
    ouro_object *self = digest ? hash_alloc(rt, is_xof) : NULL;
    if (!self)
        return NULL;
    struct hash *hash = hash_of(self);
    const struct algorithm *algorithm = algorithm_find(name);
    hash->digest = digest;
    hash->name = ouro_str_from(rt, algorithm ? algorithm->name : name);
    if (!hash->name || crypto->init(hash->context, digest, NULL) != 1 ||
        (size && crypto->update(hash->context, bytes, size) != 1)) {
        if (!rt->error)
            raise_failure(rt);
        clearref(rt, &self);
    }
    return self;
}

static void hash_dealloc(struct ouro_heap *heap, ouro_object *self)
{
    ouro_runtime *rt = runtime_of(heap);
    struct hash *hash = hash_of(self);
    if (hash->context)
        hash->crypto->context_free(hash->context);
    clearref(rt, &hash->name);
    if (hash->crypto)
        decref(rt, &hash->crypto->base);
    ouro_class_free(rt, self);
}

NATIVE(hash_update)
{
    const uint8_t *bytes;
    size_t size;
    if (!bytes_argument(rt, args[0], &bytes, &size))
        return NULL;
    return hash_of(self)->crypto->update(hash_of(self)->context, bytes, size) == 1 ? rt->none
                                                                                   : raise_failure(rt);
}

NATIVE(hash_copy)
{
    struct hash *hash = hash_of(self);
    ouro_object *copy = hash_alloc(rt, hash->is_xof);
    if (!copy)
        return NULL;
    hash_of(copy)->digest = hash->digest;
    hash_of(copy)->name = newref(hash->name);
    if (hash->crypto->context_copy(hash_of(copy)->context, hash->context) != 1) {
        decref(rt, copy);
        return raise_failure(rt);
    }
    return copy;
}

/* The digest so far: the context goes on, a copy is finished. length: of an extendable one. */
static ouro_object *finish(ouro_runtime *rt, struct hash *hash, int64_t length)
{
    struct crypto *crypto = hash->crypto;
    unsigned char fixed[DIGEST_MAX];
    unsigned size = 0;
    void *copy = crypto->context_new();
    ouro_object *bytes = NULL;
    if (!copy)
        return ouro_raise_memory(rt);
    if (crypto->context_copy(copy, hash->context) == 1) {
        if (hash->is_xof) {
            bytes = ouro_bytes_new(rt, NULL, (size_t)length);
            if (bytes && length && crypto->final_xof(copy, bytes_of(bytes)->data, (size_t)length) != 1)
                clearref(rt, &bytes);
        } else if (crypto->final(copy, fixed, &size) == 1) {
            bytes = ouro_bytes_new(rt, fixed, size);
        }
    }
    crypto->context_free(copy);
    return bytes || rt->error ? bytes : raise_failure(rt);
}

static bool xof_length(ouro_runtime *rt, const char *function, ouro_object *const *args, size_t count,
                       ouro_object *names, int64_t *length)
{
    static const char *const parameters[] = {"length", NULL};
    struct ouro_signature signature = {function, parameters, 1, 1};
    ouro_object *out[1];
    if (!ouro_args_bind(rt, &signature, args, count, names, out) ||
        !ouro_index_i64(rt, out[0], length, EXC_OverflowError))
        return false;
    return *length >= 0 || ouro_raise(rt, EXC_ValueError, "value must be positive") != NULL;
}

static ouro_object *hex_take(ouro_runtime *rt, ouro_object *bytes)
{
    ouro_object *name = bytes ? ouro_str_intern_text(rt, "hex") : NULL;
    ouro_object *text = name ? ouro_call_method(rt, bytes, name, NULL, 0) : NULL;
    xdecref(rt, name);
    xdecref(rt, bytes);
    return text;
}

NATIVE(hash_digest)
{
    return finish(rt, hash_of(self), 0);
}

NATIVE(hash_hexdigest)
{
    return hex_take(rt, finish(rt, hash_of(self), 0));
}

NATIVE(xof_digest)
{
    int64_t length;
    return xof_length(rt, "digest", args, count, names, &length) ? finish(rt, hash_of(self), length) : NULL;
}

NATIVE(xof_hexdigest)
{
    int64_t length;
    return xof_length(rt, "hexdigest", args, count, names, &length)
               ? hex_take(rt, finish(rt, hash_of(self), length)) : NULL;
}

static ouro_object *get_digest_size(ouro_runtime *rt, ouro_object *self)
{
    struct hash *hash = hash_of(self);
    return ouro_int_new(rt, hash->is_xof ? 0 : hash->crypto->digest_size(hash->digest));
}

static ouro_object *get_block_size(ouro_runtime *rt, ouro_object *self)
{
    return ouro_int_new(rt, hash_of(self)->crypto->block_size(hash_of(self)->digest));
}

static ouro_object *hash_repr(ouro_runtime *rt, ouro_object *self)
{
    return ouro_str_format(rt, "<%U %s object @ %p>", hash_of(self)->name, class_of(rt, self)->core.name,
                           (void *)self);
}

/* ---- functions ------------------------------------------------------------------------------- */

static ouro_object *text_pointer(ouro_runtime *rt, ouro_object *object, const char **text)
{
    ouro_object *owner = is_str(rt, object) ? ouro_str_encode(rt, object, "utf-8", "strict") : NULL;
    if (!owner && !rt->error)
        ouro_raise(rt, EXC_TypeError, "name must be a string");
    *text = owner ? (const char *)bytes_of(owner)->data : NULL;
    return owner;
}

NATIVE(hashlib_new)
{
    static const char *const parameters[] = {"name", "string", "usedforsecurity", NULL};
    static const struct ouro_signature signature = {"new", parameters, 1, 2};
    ouro_object *out[3];
    const char *name;
    if (!ouro_args_bind(rt, &signature, args, count, names, out))
        return NULL;
    ouro_object *owner = text_pointer(rt, out[0], &name);
    ouro_object *hash = owner ? hash_new(rt, name, out[1]) : NULL;
    xdecref(rt, owner);
    return hash;
}

static ouro_object *construct(ouro_runtime *rt, const char *function, const char *name,
                              ouro_object *const *args, size_t count, ouro_object *names)
{
    static const char *const parameters[] = {"string", "usedforsecurity", NULL};
    struct ouro_signature signature = {function, parameters, 0, 1};
    ouro_object *out[2];
    return ouro_args_bind(rt, &signature, args, count, names, out) ? hash_new(rt, name, out[0]) : NULL;
}

#define CONSTRUCTOR(name)                                                                         \
    NATIVE(openssl_##name)                                                                        \
    {                                                                                             \
        return construct(rt, "openssl_" #name, #name, args, count, names);                        \
    }
CONSTRUCTOR(md5)
CONSTRUCTOR(sha1)
CONSTRUCTOR(sha224)
CONSTRUCTOR(sha256)
CONSTRUCTOR(sha384)
CONSTRUCTOR(sha512)
CONSTRUCTOR(sha3_224)
CONSTRUCTOR(sha3_256)
CONSTRUCTOR(sha3_384)
CONSTRUCTOR(sha3_512)
CONSTRUCTOR(shake_128)
CONSTRUCTOR(shake_256)

NATIVE(hashlib_pbkdf2_hmac)
{
    static const char *const parameters[] = {"hash_name", "password", "salt", "iterations", "dklen", NULL};
    static const struct ouro_signature signature = {"pbkdf2_hmac", parameters, 4, 5};
    ouro_object *out[5], *key = NULL;
    const uint8_t *password, *salt;
    size_t password_size, salt_size;
    int64_t iterations, size;
    const char *name;
    bool is_xof;
    struct crypto *crypto = crypto_peek(rt);
    if (!crypto || !ouro_args_bind(rt, &signature, args, count, names, out) ||
        !ouro_buffer_get(rt, out[1], &password, &password_size) ||
        !ouro_buffer_get(rt, out[2], &salt, &salt_size) ||
        !ouro_index_i64(rt, out[3], &iterations, EXC_OverflowError))
        return NULL;
    ouro_object *owner = text_pointer(rt, out[0], &name);
    const void *digest = owner ? digest_find(rt, crypto, name, &is_xof) : NULL;
    if (digest) {
        size = crypto->digest_size(digest);
        if (iterations < 1)
            ouro_raise(rt, EXC_ValueError, "iteration value must be greater than 0.");
        else if (iterations > INT32_MAX)
            ouro_raise(rt, EXC_OverflowError, "iteration value is too great.");
        else if (out[4] && out[4] != rt->none && !ouro_index_i64(rt, out[4], &size, EXC_OverflowError))
            ;
        else if (size < 1)
            ouro_raise(rt, EXC_ValueError, "key length must be greater than 0.");
        else if (size > INT32_MAX)
            ouro_raise(rt, EXC_OverflowError, "key length is too great.");
        else if ((key = ouro_bytes_new(rt, NULL, (size_t)size)) &&
                 crypto->pbkdf2((const char *)password, (int)password_size, salt, (int)salt_size,
                                (int)iterations, digest, (int)size, bytes_of(key)->data) != 1) {
            clearref(rt, &key);
            raise_failure(rt);
        }
    }
    xdecref(rt, owner);
    return key;
}

NATIVE(hashlib_scrypt)
{
    static const char *const parameters[] = {"", "salt", "n", "r", "p", "maxmem", "dklen", NULL};
    static const struct ouro_signature signature = {"scrypt", parameters, 1, 1};
    ouro_object *out[7];
    const uint8_t *password, *salt;
    size_t password_size, salt_size;
    int64_t n, r, p, memory = 0, size = 64;
    struct crypto *crypto = crypto_peek(rt);
    if (!crypto || !ouro_args_bind(rt, &signature, args, count, names, out) ||
        !ouro_buffer_get(rt, out[0], &password, &password_size))
        return NULL;
    for (int i = 1; i < 5; i++)
        if (!out[i] || out[i] == rt->none)
            return ouro_raise(rt, EXC_TypeError, i == 1 ? "salt is required"
                                                        : "%s is required and must be an unsigned int",
                              parameters[i]);
    if (!ouro_buffer_get(rt, out[1], &salt, &salt_size) || !ouro_index_i64(rt, out[2], &n,
                                                                           EXC_OverflowError) ||
        !ouro_index_i64(rt, out[3], &r, EXC_OverflowError) ||
        !ouro_index_i64(rt, out[4], &p, EXC_OverflowError) ||
        (out[5] && !ouro_index_i64(rt, out[5], &memory, EXC_OverflowError)) ||
        (out[6] && !ouro_index_i64(rt, out[6], &size, EXC_OverflowError)))
        return NULL;
    if (n < 2 || (n & (n - 1)))
        return ouro_raise(rt, EXC_ValueError, "n must be a power of 2.");
    if (memory < 0 || memory > INT32_MAX)
        return ouro_raise(rt, EXC_ValueError, "maxmem must be positive and smaller than %d", INT32_MAX);
    if (size < 1 || size > INT32_MAX)
        return ouro_raise(rt, EXC_ValueError, "dklen must be greater than 0 and smaller than %d", INT32_MAX);
    ouro_object *key = ouro_bytes_new(rt, NULL, (size_t)size);
    if (key && crypto->scrypt((const char *)password, password_size, salt, salt_size, (uint64_t)n,
                              (uint64_t)r,
                              (uint64_t)p, (uint64_t)memory, bytes_of(key)->data, (size_t)size) != 1) {
        clearref(rt, &key);
        ouro_raise(rt, EXC_ValueError, "Invalid parameter combination for scrypt");
    }
    return key;
}

/* Looks at every byte, wherever the first difference lies. */
NATIVE(hashlib_compare_digest)
{
    const uint8_t *a, *b;
    size_t a_size, b_size;
    if (is_str(rt, args[0]) && is_str(rt, args[1])) {
        if (!ouro_str_is_ascii(args[0]) || !ouro_str_is_ascii(args[1]))
            return ouro_raise(rt, EXC_TypeError,
                              "comparing strings with non-ASCII characters is not supported");
        a = str_of(args[0])->data;
        b = str_of(args[1])->data;
        a_size = ouro_str_length(args[0]);
        b_size = ouro_str_length(args[1]);
    } else if (is_str(rt, args[0]) || is_str(rt, args[1]) || !class_of(rt, args[0])->buffer ||
               !class_of(rt, args[1])->buffer) {
        return ouro_raise(rt, EXC_TypeError,
                          "unsupported operand types(s) or combination of types: '%T' and '%T'",
                          args[0], args[1]);
    } else if (!ouro_buffer_get(rt, args[0], &a, &a_size) || !ouro_buffer_get(rt, args[1], &b, &b_size)) {
        return NULL;
    }
    volatile uint8_t difference = a_size != b_size;
    const uint8_t *other = a_size == b_size ? a : b;
    for (size_t i = 0; i < b_size; i++)
        difference |= other[i] ^ b[i];
    return bool_object(rt, !difference);
}

/* hmac then computes with the digests themselves. */
NATIVE(hashlib_no_hmac)
{
    return raise_unsupported(rt, "for hmac");
}

NATIVE(hashlib_zero)
{
    return ouro_int_new(rt, 0);
}

/* ---- opening the library --------------------------------------------------------------------- */

static const struct ouro_foreign_symbol symbols[] = {
    {"EVP_MD_CTX_new", offsetof(struct crypto, context_new), false},
    {"EVP_MD_CTX_free", offsetof(struct crypto, context_free), false},
    {"EVP_MD_CTX_copy_ex", offsetof(struct crypto, context_copy), false},
    {"EVP_get_digestbyname", offsetof(struct crypto, digest_find), false},
    {"EVP_DigestInit_ex", offsetof(struct crypto, init), false},
    {"EVP_DigestUpdate", offsetof(struct crypto, update), false},
    {"EVP_DigestFinal_ex", offsetof(struct crypto, final), false},
    {"EVP_DigestFinalXOF", offsetof(struct crypto, final_xof), false},
    {"EVP_MD_get_size", offsetof(struct crypto, digest_size), false},
    {"EVP_MD_get_block_size", offsetof(struct crypto, block_size), false},
    {"PKCS5_PBKDF2_HMAC", offsetof(struct crypto, pbkdf2), false},
    {"EVP_PBE_scrypt", offsetof(struct crypto, scrypt), false},
    {0},
};

static bool add_class(ouro_runtime *rt, ouro_object *module, const char *name, bool is_xof,
                      struct ouro_class *base)
{
    static const struct ouro_method methods[] = {
        {"update", hash_update, 1, 1, 0, "Update this hash object's state with the provided string."},
        {"digest", hash_digest, 0, 0, 0, "Return the digest value as a bytes object."},
        {"hexdigest", hash_hexdigest, 0, 0, 0, "Return the digest value as a string of hexadecimal digits."},
        {"copy", hash_copy, 0, 0, 0, "Return a copy of the hash object."},
        {0},
    };
    static const struct ouro_method xof_methods[] = {
        {"digest", xof_digest, 0, -1, METHOD_KEYWORDS, "Return the digest value as a bytes object."},
        {"hexdigest", xof_hexdigest, 0, -1, METHOD_KEYWORDS,
         "Return the digest value as a string of hexadecimal digits."},
        {0},
    };
    static const struct ouro_getset getsets[] = {
        {"digest_size", get_digest_size, NULL, NULL}, {"block_size", get_block_size, NULL, NULL}, {0}};
    static const struct ouro_member members[] = {
        {"name", offsetof(struct hash, name), MEMBER_OBJECT, true}, {0}};
    struct ouro_class *cls = ouro_class_native(rt, name, base, sizeof(struct hash), OURO_BLOCK_ATOM,
                                               CLASS_NO_INSTANTIATION | OURO_TYPE_BASE);
    if (!cls)
        return ouro_raise_memory(rt);
    cls->core.dealloc = hash_dealloc;
    cls->getattr = ouro_generic_getattr;
    cls->repr = hash_repr;
    return ouro_class_ready(rt, cls, is_xof ? xof_methods : methods, is_xof ? NULL : getsets,
                            is_xof ? NULL : members) &&
           ouro_foreign_class_add(rt, module, cls);
}

static bool add_names(ouro_runtime *rt, ouro_object *module)
{
    struct crypto *crypto = crypto_peek(rt);
    ouro_object *set = ouro_call0(rt, (ouro_object *)builtin_class(rt, TYPE_SET));
    bool is_good = set && crypto;
    ouro_object *add = ouro_str_intern_text(rt, "add");
    for (size_t i = 0; is_good && add && i < sizeof algorithms / sizeof *algorithms; i++) {
        if (!crypto->digest_find(algorithms[i].library_name))
            continue;
        ouro_object *name = ouro_str_from(rt, algorithms[i].name);
        ouro_object *result = name ? ouro_call_method(rt, set, add, &name, 1) : NULL;
        is_good = result != NULL;
        xdecref(rt, result);
        xdecref(rt, name);
    }
    ouro_object *frozen = is_good ? ouro_call1(rt, (ouro_object *)builtin_class(rt,
            TYPE_FROZENSET), set) : NULL;
    is_good = frozen && ouro_module_add(rt, module, "openssl_md_meth_names", frozen);
    xdecref(rt, frozen);
    xdecref(rt, add);
    xdecref(rt, set);
    return is_good;
}

#define OPENSSL(name) {"openssl_" #name, openssl_##name, 0, -1, METHOD_KEYWORDS, NULL}
bool ouro_module__hashlib_init(ouro_runtime *rt, ouro_object *module)
{
    static const struct ouro_method functions[] = {
        {"new", hashlib_new, 0, -1, METHOD_KEYWORDS, "Return a new hash object using the named algorithm."},
        OPENSSL(md5), OPENSSL(sha1), OPENSSL(sha224), OPENSSL(sha256), OPENSSL(sha384), OPENSSL(sha512),
        OPENSSL(sha3_224), OPENSSL(sha3_256), OPENSSL(sha3_384), OPENSSL(sha3_512), OPENSSL(shake_128),
        OPENSSL(shake_256),
        {"pbkdf2_hmac", hashlib_pbkdf2_hmac, 0, -1, METHOD_KEYWORDS, NULL},
        {"scrypt", hashlib_scrypt, 0, -1, METHOD_KEYWORDS, NULL},
        {"hmac_new", hashlib_no_hmac, 0, -1, METHOD_KEYWORDS, NULL},
        {"hmac_digest", hashlib_no_hmac, 0, -1, METHOD_KEYWORDS, NULL},
        {"compare_digest", hashlib_compare_digest, 2, 2, 0, "Return 'a == b' in constant time."},
        {"get_fips_mode", hashlib_zero, 0, 0, 0, NULL},
        {0},
    };
    ouro_object *base = (ouro_object *)builtin_class(rt, EXC_ValueError), *found;
    return ouro_foreign_open(rt, LIBRARY_FILE, "libssl3", sizeof(struct crypto), symbols) &&
           add_class(rt, module, "_hashlib.HASH", false, NULL) &&
           (found = ouro_vm_state_peek(rt, "_hashlib.HASH")) &&
           add_class(rt, module, "_hashlib.HASHXOF", true, (struct ouro_class *)(void *)found) &&
           ouro_foreign_error_add(rt, module, "_hashlib", "UnsupportedDigestmodError", base, NULL) &&
           add_names(rt, module) && ouro_module_add_functions(rt, module, functions);
}
