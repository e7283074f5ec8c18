/* posix: what lies in a folder: listdir, scandir and its entries. */
#define _GNU_SOURCE
#include <dirent.h>
#include <string.h>
#include <unistd.h>

#include "modules/posix_internal.h"
#include "types/class_table.h"
#include "types/dict.h"
#include "types/list.h"

/* An entry of a folder. What readdir told about its kind saves most calls of stat. */
struct dir_entry {
    ouro_object base;
    ouro_object *name, *path;
    ouro_object *status, *link_status; /* os.stat_result once asked for, or NULL */
    uint64_t inode;
    int folder; /* the descriptor that scandir was given, or AT_FDCWD */
    uint8_t kind; /* DT_REG, ... */
};

struct scan_iterator {
    ouro_object base;
    ouro_object *path; /* as the program gave it, or NULL for the current folder */
    DIR *stream;       /* NULL: exhausted or closed */
    int folder;
    bool is_bytes;
};

static struct dir_entry *entry_of(ouro_object *object)
{
    return (struct dir_entry *)(void *)object;
}
static struct scan_iterator *scan_of(ouro_object *object)
{
    return (struct scan_iterator *)(void *)object;
}

/* ---- opening --------------------------------------------------------------------------------- */

/* The stream of the folder; *descriptor: the one the program gave, or AT_FDCWD. */
static DIR *folder_open(ouro_runtime *rt, struct posix_path *path, int *descriptor)
{
    *descriptor = AT_FDCWD;
    DIR *stream = NULL;
    if (!path->bytes && path->descriptor >= 0) {
        int copy = fcntl(path->descriptor, F_DUPFD_CLOEXEC, 0);
        stream = copy < 0 ? NULL : fdopendir(copy);
        if (stream)
            rewinddir(stream);
        else if (copy >= 0)
            close(copy);
        *descriptor = path->descriptor;
    } else if (!path->bytes && path->object && path->object != rt->none) {
        errno = EBADF;
    } else {
        stream = opendir(path->bytes ? path->bytes : ".");
    }
    if (!stream)
        ouro_posix_error(rt, errno, path->object && path->object != rt->none ? path->object : NULL, NULL);
    return stream;
}

static bool is_dots(const char *name)
{
    return name[0] == '.' && (!name[1] || (name[1] == '.' && !name[2]));
}

NATIVE(posix_listdir)
{
    ouro_object *out[1];
    struct posix_path path;
    int descriptor;
    BIND("listdir", 0, 1, out, "path");
    if (!ouro_posix_path(rt, out[0], "listdir", "path", PATH_ALLOWS_DESCRIPTOR | PATH_ALLOWS_NONE, &path))
        return NULL;
    DIR *stream = folder_open(rt, &path, &descriptor);
    ouro_object *list = stream ? ouro_list_new(rt, 0) : NULL;
    struct dirent *entry;
    errno = 0;
    while (list && (entry = readdir(stream))) {
        if (is_dots(entry->d_name))
            continue;
        ouro_object *name = ouro_posix_name(rt, entry->d_name, strlen(entry->d_name), path.is_bytes);
        if (!name || !ouro_list_append_take(rt, list, name))
            clearref(rt, &list);
        errno = 0;
    }
    if (list && errno) {
        clearref(rt, &list);
        ouro_posix_error(rt, errno, path.object, NULL);
    }
    if (stream)
        closedir(stream);
    ouro_posix_path_release(rt, &path);
    return list;
}

/* ---- the iterator ---------------------------------------------------------------------------- */

static ouro_object *entry_new(ouro_runtime *rt, struct scan_iterator *scan, const struct dirent *found)
{
    struct ouro_class *cls = (struct ouro_class *)(void *)ouro_posix_class_peek(rt, "DirEntry");
    ouro_object *self = cls ? ouro_class_alloc(rt, cls, 0) : NULL;
    if (!self)
        return NULL;
    struct dir_entry *entry = entry_of(self);
    entry->inode = found->d_ino;
    entry->kind = found->d_type;
    entry->folder = scan->folder;
    entry->name = ouro_posix_name(rt, found->d_name, strlen(found->d_name), scan->is_bytes);
    if (scan->folder != AT_FDCWD) {
        entry->path = xnewref(entry->name);
    } else if (scan->path && entry->name && scan->is_bytes) {
        const struct ouro_bytes *head = bytes_of(scan->path), *tail = bytes_of(entry->name);
        bool has_slash = head->length && head->data[head->length - 1] == '/';
        size_t middle = head->length && !has_slash;
        entry->path = ouro_bytes_new(rt, NULL, head->length + middle + tail->length);
        if (entry->path) {
            uint8_t *to = bytes_of(entry->path)->data;
            memcpy(to, head->data, head->length);
            to[head->length] = '/';
            memcpy(to + head->length + middle, tail->data, tail->length);
        }
    } else if (entry->name) {
        size_t length = scan->path ? ouro_str_length(scan->path) : 1;
        bool has_slash = !length || (scan->path && ouro_str_at(scan->path, length - 1) == '/');
        entry->path = scan->path ? ouro_str_format(rt, has_slash ? "%U%U" : "%U/%U", scan->path, entry->name)
                                 : ouro_str_format(rt, "./%U", entry->name);
    }
    if (!entry->name || !entry->path)
        clearref(rt, &self);
    return self;
}

static void scan_close(struct scan_iterator *scan)
{
    DIR *stream = scan->stream;
    scan->stream = NULL;
    if (!stream)
        return;
    if (scan->folder != AT_FDCWD)
        rewinddir(stream); /* the program's own descriptor shares the position */
    closedir(stream);
}

static ouro_object *scan_next(ouro_runtime *rt, ouro_object *self)
{
    struct scan_iterator *scan = scan_of(self);
    while (scan->stream) {
        errno = 0;
        struct dirent *found = readdir(scan->stream);
        if (!found) {
            int error = errno;
            scan_close(scan);
            return error ? ouro_posix_error(rt, error, scan->path, NULL) : NULL;
        }
        if (!is_dots(found->d_name))
            return entry_new(rt, scan, found);
    }
    return NULL;
}

static void scan_dealloc(struct ouro_heap *heap, ouro_object *self)
{
    ouro_runtime *rt = runtime_of(heap);
    struct scan_iterator *scan = scan_of(self);
    scan_close(scan);
    clearref(rt, &scan->path);
    ouro_class_free(rt, self);
}

/* A scan that nobody finished is reported, as files that nobody closed are. */
static void scan_finalize(struct ouro_heap *heap, ouro_object *self)
{
    ouro_runtime *rt = runtime_of(heap);
    if (!scan_of(self)->stream)
        return;
    ouro_object *saved = ouro_error_take(rt);
    if (!ouro_warn(rt, EXC_ResourceWarning, 1, "unclosed scandir iterator %R", self))
        ouro_vm_unraisable(rt, NULL, self);
    ouro_error_restore(rt, saved);
}

NATIVE(scan_close_method)
{
    scan_close(scan_of(self));
    return rt->none;
}

NATIVE(scan_enter)
{
    return newref(self);
}

NATIVE(posix_scandir)
{
    ouro_object *out[1];
    struct posix_path path;
    BIND("scandir", 0, 1, out, "path");
    if (!ouro_posix_path(rt, out[0], "scandir", "path", PATH_ALLOWS_DESCRIPTOR | PATH_ALLOWS_NONE, &path))
        return NULL;
    struct ouro_class *cls = (struct ouro_class *)(void *)ouro_posix_class_peek(rt, "ScandirIterator");
    ouro_object *made = cls ? ouro_class_alloc(rt, cls, 0) : NULL;
    if (made) {
        struct scan_iterator *scan = scan_of(made);
        scan->is_bytes = path.is_bytes;
        scan->path = path.bytes ? newref(path.resolved ? path.resolved : path.object) : NULL;
        scan->stream = folder_open(rt, &path, &scan->folder);
        if (!scan->stream)
            clearref(rt, &made);
    }
    ouro_posix_path_release(rt, &path);
    return made;
}

/* ---- entries --------------------------------------------------------------------------------- */

/* lstat or stat of the entry: 1, 0 when it has vanished (errno ENOENT), -1 error. */
static int entry_status(ouro_runtime *rt, struct dir_entry *entry, bool follows, struct stat *status)
{
    struct posix_path path;
    ouro_object *where = entry->folder == AT_FDCWD ? entry->path : entry->name;
    if (!ouro_posix_path(rt, where, NULL, "path", 0, &path))
        return -1;
    int result = fstatat(entry->folder, path.bytes, status, follows ? 0 : AT_SYMLINK_NOFOLLOW);
    int error = errno;
    ouro_posix_path_release(rt, &path);
    if (result == 0)
        return 1;
    errno = error;
    return error == ENOENT ? 0 : (ouro_posix_error(rt, error, entry->path, NULL), -1);
}

static bool follows_argument(ouro_runtime *rt, const char *function, ouro_object *const *args,
                             size_t count, ouro_object *names, bool *follows)
{
    static const char *const parameters[] = {"follow_symlinks", NULL};
    struct ouro_signature signature = {function, parameters, 0, 0};
    ouro_object *out[1];
    if (!ouro_args_bind(rt, &signature, args, count, names, out))
        return false;
    int truth = out[0] ? ouro_truth(rt, out[0]) : 1;
    *follows = truth > 0;
    return truth >= 0;
}

NATIVE(entry_stat)
{
    bool follows;
    struct stat status;
    struct dir_entry *entry = entry_of(self);
    if (!follows_argument(rt, "stat", args, count, names, &follows))
        return NULL;
    follows = follows && (entry->kind == DT_LNK || entry->kind == DT_UNKNOWN);
    ouro_object **cache = follows ? &entry->status : &entry->link_status;
    if (!*cache) {
        int found = entry_status(rt, entry, follows, &status);
        if (found == 0)
            ouro_posix_error(rt, ENOENT, entry->path, NULL);
        ouro_object *made = found > 0 ? ouro_posix_stat_result(rt, &status) : NULL;
        if (!made)
            return NULL;
        setref_take(rt, cache, made);
    }
    return newref(*cache);
}

static ouro_object *entry_is(ouro_runtime *rt, ouro_object *self, bool follows, uint8_t kind, mode_t mode)
{
    struct dir_entry *entry = entry_of(self);
    bool needs_stat = entry->kind == DT_UNKNOWN || (follows && entry->kind == DT_LNK);
    if (!needs_stat)
        return bool_object(rt, entry->kind == kind);
    struct stat status;
    int found = entry_status(rt, entry, follows, &status);
    return found < 0 ? NULL : bool_object(rt, found && (status.st_mode & S_IFMT) == mode);
}

NATIVE(entry_is_dir)
{
    bool follows;
    return follows_argument(rt, "is_dir", args, count, names, &follows)
               ? entry_is(rt, self, follows, DT_DIR, S_IFDIR) : NULL;
}

NATIVE(entry_is_file)
{
    bool follows;
    return follows_argument(rt, "is_file", args, count, names, &follows)
               ? entry_is(rt, self, follows, DT_REG, S_IFREG) : NULL;
}

NATIVE(entry_is_symlink)
{
    return entry_is(rt, self, false, DT_LNK, S_IFLNK);
}

NATIVE(entry_inode)
{
    return ouro_int_new_u64(rt, entry_of(self)->inode);
}

NATIVE(entry_fspath)
{
    return newref(entry_of(self)->path);
}

static ouro_object *entry_repr(ouro_runtime *rt, ouro_object *self)
{
    return ouro_str_format(rt, "<DirEntry %R>", entry_of(self)->name);
}

static void entry_dealloc(struct ouro_heap *heap, ouro_object *self)
{
    ouro_runtime *rt = runtime_of(heap);
    struct dir_entry *entry = entry_of(self);
    clearref(rt, &entry->name);
    clearref(rt, &entry->path);
    clearref(rt, &entry->status);
    clearref(rt, &entry->link_status);
    ouro_class_free(rt, self);
}

NATIVE(entry_class_getitem)
{
    return ouro_generic_alias_new(rt, self, args[0]);
}

static const struct ouro_method entry_methods[] = {
    {"is_dir", entry_is_dir, 0, -1, METHOD_KEYWORDS, "Return True if the entry is a directory."},
    {"is_file", entry_is_file, 0, -1, METHOD_KEYWORDS, "Return True if the entry is a file."},
    {"is_symlink", entry_is_symlink, 0, 0, 0, "Return True if the entry is a symbolic link."},
    {"stat", entry_stat, 0, -1, METHOD_KEYWORDS, "Return stat_result object for the entry; cached."},
    {"inode", entry_inode, 0, 0, 0, "Return inode of the entry."},
    {"__class_getitem__", entry_class_getitem, 1, 1, METHOD_CLASS, NULL},
    {"__fspath__", entry_fspath, 0, 0, 0, "Returns the path for the entry."},
    {0},
};
static const struct ouro_member entry_members[] = {
    {"name", offsetof(struct dir_entry, name), MEMBER_OBJECT, true},
    {"path", offsetof(struct dir_entry, path), MEMBER_OBJECT, true},
    {0},
};
static const struct ouro_method scan_methods[] = {
    {"close", scan_close_method, 0, 0, 0, NULL},
    {"__enter__", scan_enter, 0, 0, 0, NULL},
    {"__exit__", scan_close_method, 0, -1, 0, NULL},
    {0},
};

const struct ouro_method ouro_posix_scan_functions[] = {
    {"listdir", posix_listdir, 0, -1, METHOD_KEYWORDS,
     "Return a list containing the names of the files in the directory."},
    {"scandir", posix_scandir, 0, -1, METHOD_KEYWORDS,
     "Return an iterator of DirEntry objects for given path."},
    {0},
};

static bool class_publish(ouro_runtime *rt, const char *name, struct ouro_class *cls)
{
    ouro_object *states = ouro_vm_states_peek(rt);
    ouro_object *classes = states ? ouro_dict_peek_text(rt, states, "posix classes") : NULL;
    return classes && ouro_dict_set_text(rt, classes, name, (ouro_object *)cls);
}

bool ouro_posix_scan_init(ouro_runtime *rt, ouro_object *module)
{
    struct ouro_class *cls = ouro_class_native(rt, "posix.ScandirIterator", NULL,
                                               sizeof(struct scan_iterator), OURO_BLOCK_ATOM,
                                               CLASS_NO_INSTANTIATION);
    if (!cls)
        return ouro_raise_memory(rt);
    cls->core.dealloc = scan_dealloc;
    cls->core.finalize = scan_finalize;
    cls->getattr = ouro_generic_getattr;
    cls->iter = ouro_generic_iter_self;
    cls->next = scan_next;
    if (!ouro_class_ready(rt, cls, scan_methods, NULL, NULL) || !class_publish(rt, "ScandirIterator", cls))
        return false;
    cls = ouro_class_native(rt, "posix.DirEntry", NULL, sizeof(struct dir_entry), OURO_BLOCK_ATOM,
                            CLASS_NO_INSTANTIATION);
    if (!cls)
        return ouro_raise_memory(rt);
    cls->core.dealloc = entry_dealloc;
    cls->getattr = ouro_generic_getattr;
    cls->repr = entry_repr;
    return ouro_class_ready(rt, cls, entry_methods, NULL, entry_members) &&
           class_publish(rt, "DirEntry", cls) && ouro_module_add_class(rt, module, cls);
}
