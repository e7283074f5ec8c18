/* Runs Python texts in two separate heaps from C: their objects, limits and results do not meet. */
#include <ouro/python.h>
#include <stdio.h>
#include <string.h>

static int run(const struct ouro_python_options *options, const char *text)
{
    struct ouro_python *python = ouro_python_new(options);
    if (!python)
        return -1;
    char *argv[] = {(char *)"embed"};
    int status = ouro_python_run_text(python, text, strlen(text), "<embed>", 1, argv, "");
    ouro_python_end(python);
    ouro_python_free(python);
    return status;
}

int main(void)
{
    struct ouro_python_options plain = {0}, limited = {.limit = 16 << 20};
    int failed = 0;
    failed += run(&plain, "import sys\nsys.exit(sum(range(10)))") != 45;
    failed += run(&plain, "x = [1]\nassert __name__ == '__main__' and x * 2 == [1, 1]") != 0;
    failed += run(&limited, "try:\n    a = ['x' * 1000 + str(i) for i in range(10 ** 6)]\n"
                            "except MemoryError:\n    raise SystemExit(7)") != 7;
    printf("embed: %d passed, %d failed\n", 3 - failed, failed);
    return failed != 0;
}
