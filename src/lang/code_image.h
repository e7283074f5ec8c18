/* Images of code objects: what the compiler made of a module, as bytes that can lie in the program itself
 * (modules that are part of it), in a cache file, or in what marshal writes.
 *
 *   0   8  "ouroCode"
 *   8   8  fingerprint of the compiler that wrote it
 *   16  8  checksum of everything from here to the end
 *   24  4  size of the image
 *   28  4  number of shared objects
 *   32  4  where the positions start
 *   36     places of the shared objects in the image, 4 bytes each
 *          file name, record of the module's code, shared objects
 *          positions of all code: apart, since hardly any of them is ever looked at
 *
 * Numbers are little-endian; those without a size above are groups of 7 bits, signed ones with the sign in
 * the lowest bit. docs/design/code_image.md has the rest and the reasons.
 *
 * Reading makes only the outermost code object, and that one frozen: struct ouro_code says what this is.
 *
 * Invariants
 *   1. An image with another fingerprint, size or checksum is refused: it is never looked into.
 *   2. No read goes past the image, whatever its bytes are.
 *   3. Shared objects hold no code, so that an image and its code objects are in no cycle.
 *   4. The same code gives the same bytes, in any process.
 * Depends on types. */
#ifndef OURO_LANG_CODE_IMAGE_H
#define OURO_LANG_CODE_IMAGE_H

#include "types/function.h"

enum { OURO_IMAGE_HEADER_SIZE = 36 };

/* Of everything the bytes depend on: the build hashes the compiler's sources. */
extern const uint64_t ouro_compiler_fingerprint;

/* The image of a code object: bytes, owned. general undoes specialisation, opcode by opcode; NULL for
 * code that has not run. ValueError: a constant that has no form in an image. */
ouro_object *ouro_code_image_write(ouro_runtime *rt, ouro_object *code, unsigned (*general)(unsigned));

struct ouro_code_source {
    const uint8_t *data; /* the image */
    size_t size;
    const uint8_t *positions; /* its last part where that lies elsewhere, or NULL */
    void *buffer;        /* raw memory of the runtime that holds it: the code's from now on when it is read;
                            NULL: it lies in the program and is trusted */
    size_t buffer_size;
    ouro_object *filename; /* str, borrowed; NULL: the one in the image */
};

/* Reads an image: 1 and *code, owned; 0 when it is damaged or of another build; -1 with an error. */
int ouro_code_image_read(ouro_runtime *rt, const struct ouro_code_source *source, ouro_object **code);

/* Where the positions of an image start. */
size_t ouro_code_image_positions(const uint8_t *data);
/* The checksum of the format. */
uint64_t ouro_code_checksum(const uint8_t *data, size_t size);

#endif
