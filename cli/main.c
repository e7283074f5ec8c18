#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "modules/registry.h"
#include "vm/vm.h"
int main(int argc, char **argv)
{
    struct ouro_mem_options options = {0};
    ouro_runtime *rt = ouro_runtime_create(&options, 0);
    if (!rt || !ouro_vm_init(rt) || !ouro_modules_register(rt)) {
        fprintf(stderr, "init failed\n");
        return 1;
    }
    struct ouro_sys_options so = {argv[0], 0, 0, 0};
    if (!ouro_sys_prepare(rt, &so)) { ouro_vm_report_error(rt); return 1; }
    int i = 1;
    char *source; size_t size; const char *name;
    if (argc > 1 && !strcmp(argv[1], "run")) i = 2;
    while (i < argc && !strcmp(argv[i], "-q")) i++;
    if (!strcmp(argv[i], "-c")) { name = "<string>"; source = argv[++i]; size = strlen(source); }
    else {
        name = argv[i];
        FILE *f = fopen(name, "rb");
        if (!f) { perror(name); return 2; }
        fseek(f, 0, SEEK_END); size = (size_t)ftell(f); rewind(f);
        source = malloc(size + 1); size = fread(source, 1, size, f); source[size] = 0; fclose(f);
    }
    char dir[4096]; snprintf(dir, sizeof dir, "%s", name);
    char *slash = strrchr(dir, '/'); if (slash) *slash = 0; else strcpy(dir, "");
    int status = ouro_vm_run_main(rt, source, size, name, argc - i, argv + i, dir);
    ouro_vm_destroy(rt);
    ouro_runtime_destroy(rt);
    return status;
}
