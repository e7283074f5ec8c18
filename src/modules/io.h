/* The io module: files, standard streams, StringIO and BytesIO.
 *
 *      TextIOWrapper  --buffer-->  BufferedReader/Writer/Random  --raw-->  FileIO  -->  descriptor
 *
 * Each layer holds the one below as an object; where that is one of ours it is used directly, without
 * a method call. Depends on types, vm (signals). */
#ifndef OURO_MODULES_IO_H
#define OURO_MODULES_IO_H

#include "types/class.h"

/* Makes the classes; may be called any number of times. All functions below do. */
bool ouro_io_init(ouro_runtime *rt);

/* import io */
bool ouro_module__io_init(ouro_runtime *rt, ouro_object *module);

/* The builtin open(), in the native calling convention. */
ouro_object *ouro_io_open(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t count,
                          ouro_object *names);

/* Sets stdin, stdout, stderr and their __x__ twins in the sys module, gives the VM its open(), and
 * ignores SIGPIPE and SIGXFSZ so that a closed pipe and a file at its limit become OSErrors. */
bool ouro_io_install(ouro_runtime *rt, ouro_object *sys_module, bool is_unbuffered);

/* file.write(str): at once when file is one of ours, else by calling its method. */
bool ouro_file_write_str(ouro_runtime *rt, ouro_object *file, ouro_object *str);
bool ouro_file_flush(ouro_runtime *rt, ouro_object *file);

/* Drops what the streams need of the runtime: after the last file is gone. */
void ouro_io_release(ouro_runtime *rt);

/* Writes out what buffered files still hold, ignoring errors: the last thing before the heap goes. */
void ouro_io_flush_all(ouro_runtime *rt);

#endif
