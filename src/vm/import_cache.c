#include "vm/import_cache.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lang/code_image.h"
#include "types/bytes.h"
#include "types/dict.h"
#include "types/error.h"
#include "types/protocol.h"
#include "types/str.h"
#include "vm/import_path.h"
#include "vm/vm.h"

enum { PATH_SIZE = 4096, PAYLOAD_START = OURO_CACHE_HEADER_SIZE + 5 };

/* ---- where it is ----------------------------------------------------------------------------- */

/* Writes ROOT/FOLDER/MIDDLE/NAME.ouro-311.pyc, with .opt-1 for code made under -O; root and middle may be
 * "". */
static bool join(ouro_runtime *rt, char *path, const char *root, const char *file, const char *middle)
{
    static const char *const levels[] = {"", ".opt-1", ".opt-2"};
    const char *slash = strrchr(file, '/'), *name = slash ? slash + 1 : file;
    size_t length = strlen(name);
    if (length > 3 && !strcmp(name + length - 3, ".py"))
        length -= 3;
    int size = snprintf(path, PATH_SIZE, "%s%.*s%s%s%.*s." OURO_CACHE_TAG "%s.pyc", root,
                        (int)(name - file), file, middle, *middle ? "/" : "", (int)length, name,
                        levels[rt->optimize]);
    return size > 0 && size < PATH_SIZE;
}

/* Below a root, a folder needs its whole name. */
static bool join_below(ouro_runtime *rt, char *path, const char *root, const char *file)
{
    char absolute[PATH_SIZE], folder[PATH_SIZE];
    if (*file == '/')
        return join(rt, path, root, file, "");
    if (!getcwd(folder, sizeof folder))
        return false;
    int size = snprintf(absolute, sizeof absolute, "%s/%s", folder, file);
    return size > 0 && size < PATH_SIZE && join(rt, path, root, absolute, "");
}

/* sys.pycache_prefix, when it is a text: *prefix in the buffer. */
static bool prefix_get(ouro_runtime *rt, char *buffer)
{
    ouro_object *value = ouro_vm_sys_peek_text(rt, "pycache_prefix"), *owner = NULL;
    size_t size;
    if (!value || !is_str(rt, value) || !ouro_str_length(value))
        return false;
    const char *text = ouro_str_utf8(rt, value, &size, &owner);
    bool is_good = text && size < PATH_SIZE && strlen(text) == size;
    if (is_good)
        memcpy(buffer, text, size + 1);
    xdecref(rt, owner);
    ouro_error_clear(rt);
    return is_good;
}

static bool primary_path(ouro_runtime *rt, const char *file, char *path, bool *has_prefix)
{
    char prefix[PATH_SIZE];
    *has_prefix = prefix_get(rt, prefix);
    return *has_prefix ? join_below(rt, path, prefix, file) : join(rt, path, "", file, "__pycache__");
}

static bool is_in_library(const char *file)
{
    const char *library = ouro_import_library();
    size_t size = library ? strlen(library) : 0;
    return size && !strncmp(file, library, size) && file[size] == '/';
}

/* The folder of the user's own caches; false: there is none. */
static bool user_root(char *root)
{
    const char *cache = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");
    int size = -1;
    if (getuid() != geteuid())
        return false;
    if (cache && *cache == '/')
        size = snprintf(root, PATH_SIZE, "%s/ouro/pycache", cache);
    else if (home && *home == '/')
        size = snprintf(root, PATH_SIZE, "%s/.cache/ouro/pycache", home);
    return size > 0 && size < PATH_SIZE;
}

/* Code from a folder that others can write to would be theirs, not the user's. */
static bool is_own_folder(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && S_ISDIR(status.st_mode) && status.st_uid == geteuid() &&
           !(status.st_mode & (S_IWGRP | S_IWOTH));
}

static bool user_path(ouro_runtime *rt, const char *file, char *path)
{
    char root[PATH_SIZE];
    return is_in_library(file) && user_root(root) && join_below(rt, path, root, file);
}

ouro_object *ouro_import_cache_path(ouro_runtime *rt, ouro_object *filename)
{
    char path[PATH_SIZE];
    bool has_prefix;
    size_t size;
    ouro_object *owner;
    const char *file = ouro_str_utf8(rt, filename, &size, &owner);
    if (!file)
        return NULL;
    bool is_good = primary_path(rt, file, path, &has_prefix);
    xdecref(rt, owner);
    return is_good ? ouro_str_decode(rt, (const uint8_t *)path, strlen(path), "utf-8", "surrogateescape")
                   : newref(rt->none);
}

/* ---- reading --------------------------------------------------------------------------------- */

static void put_u32(uint8_t *at, uint32_t value)
{
    for (unsigned i = 0; i < 4; i++)
        at[i] = (uint8_t)(value >> 8 * i);
}

static void fill_header(uint8_t *header, const struct stat *status, size_t image_size)
{
    memcpy(header, OURO_CACHE_MAGIC, 4);
    put_u32(header + 4, 0);
    put_u32(header + 8, (uint32_t)status->st_mtime);
    put_u32(header + 12, (uint32_t)status->st_size);
    header[16] = OURO_MARSHAL_CODE;
    put_u32(header + 17, (uint32_t)image_size);
}

/* The file's bytes in a buffer of the runtime; NULL: none, with an error if memory is out. */
static uint8_t *read_cache(ouro_runtime *rt, const char *path, size_t *size)
{
    struct stat status;
    uint8_t *data = NULL;
    int descriptor = open(path, O_RDONLY | O_CLOEXEC);
    if (descriptor < 0)
        return NULL;
    if (fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode) && status.st_size > PAYLOAD_START &&
        status.st_size < INT32_MAX)
        data = ouro_buffer_alloc(rt, (size_t)status.st_size);
    if (data) {
        *size = (size_t)status.st_size;
        size_t done = 0;
        ssize_t count;
        while (done < *size && ((count = read(descriptor, data + done, *size - done)) > 0 ||
                                (count < 0 && errno == EINTR)))
            done += count > 0 ? (size_t)count : 0;
        if (done < *size) {
            ouro_buffer_free(rt, data, *size);
            data = NULL;
        }
    }
    close(descriptor);
    return data;
}

static int read_code(ouro_runtime *rt, const char *path, const struct stat *status,
                     ouro_object *filename, ouro_object **code)
{
    size_t size;
    uint8_t *data = read_cache(rt, path, &size), wanted[PAYLOAD_START];
    if (!data)
        return rt->error ? -1 : 0;
    int found = 0;
    fill_header(wanted, status, size - PAYLOAD_START);
    if (!memcmp(data, wanted, PAYLOAD_START)) {
        struct ouro_code_source source = {.data = data + PAYLOAD_START, .size = size - PAYLOAD_START,
                                          .buffer = data, .buffer_size = size, .filename = filename};
        found = ouro_code_image_read(rt, &source, code);
    }
    if (found <= 0)
        ouro_buffer_free(rt, data, size);
    return found;
}

int ouro_import_cache_read(ouro_runtime *rt, const char *file, const struct stat *status,
                           ouro_object *filename, ouro_object **code)
{
    char path[PATH_SIZE], root[PATH_SIZE];
    bool has_prefix;
    int found = 0;
    if (primary_path(rt, file, path, &has_prefix))
        found = read_code(rt, path, status, filename, code);
    if (!found && !has_prefix && user_path(rt, file, path) && user_root(root) && is_own_folder(root))
        found = read_code(rt, path, status, filename, code);
    return found;
}

/* ---- writing --------------------------------------------------------------------------------- */

/* Makes the folders that the path lies in. */
static void make_folders(char *path, mode_t mode, bool is_deep)
{
    char *slash = strrchr(path, '/');
    if (!slash || slash == path)
        return;
    *slash = '\0';
    if (mkdir(path, mode) != 0 && errno == ENOENT && is_deep) {
        make_folders(path, mode, true);
        (void)mkdir(path, mode); /* benign, here as above: then there is no cache */
    }
    *slash = '/';
}

static bool write_all(int descriptor, const uint8_t *data, size_t size)
{
    while (size) {
        ssize_t count = write(descriptor, data, size);
        if (count < 0 && errno != EINTR)
            return false;
        data += count > 0 ? count : 0;
        size -= count > 0 ? (size_t)count : 0;
    }
    return true;
}

/* A file of its own that takes the place of the old one at once: readers see one or the other, whole. */
static bool write_cache(const char *path, mode_t mode, const uint8_t *header, const uint8_t *image,
                        size_t size)
{
    char temporary[PATH_SIZE + 32];
    snprintf(temporary, sizeof temporary, "%s.%ld", path, (long)getpid());
    int descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    if (descriptor < 0)
        return false;
    bool is_done = write_all(descriptor, header, PAYLOAD_START) && write_all(descriptor, image, size);
    is_done = close(descriptor) == 0 && is_done && rename(temporary, path) == 0;
    if (!is_done)
        unlink(temporary);
    return is_done;
}

static void write_image(ouro_runtime *rt, const char *file, const struct stat *status,
                        const struct ouro_bytes *image)
{
    char path[PATH_SIZE], root[PATH_SIZE];
    uint8_t header[PAYLOAD_START];
    bool has_prefix, is_good = primary_path(rt, file, path, &has_prefix);
    fill_header(header, status, image->length);
    if (!has_prefix && is_in_library(file)) {
        if (!user_path(rt, file, path) || !user_root(root))
            return;
        make_folders(path, 0700, true);
        if (is_own_folder(root))
            write_cache(path, 0600, header, image->data, image->length);
    } else if (is_good) {
        make_folders(path, 0777, has_prefix);
        write_cache(path, (status->st_mode & 0666) | 0200, header, image->data, image->length);
    }
}

void ouro_import_cache_write(ouro_runtime *rt, const char *file, const struct stat *status,
                             ouro_object *code)
{
    ouro_object *setting = ouro_vm_sys_peek_text(rt, "dont_write_bytecode");
    int is_off = setting ? ouro_truth(rt, setting) : 0;
    ouro_object *image = is_off ? NULL : ouro_code_image_write(rt, code, NULL);
    if (image)
        write_image(rt, file, status, bytes_of(image));
    xdecref(rt, image);
    ouro_error_clear(rt); /* benign: the next import compiles again */
}
