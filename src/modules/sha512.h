/* The SHA-512 digest of bytes in memory. No state outside the call. */
#ifndef OURO_MODULES_SHA512_H
#define OURO_MODULES_SHA512_H

#include <stddef.h>
#include <stdint.h>

enum { SHA512_SIZE = 64 };
void ouro_sha512(const uint8_t *data, size_t size, uint8_t digest[SHA512_SIZE]);

#endif
