/* Makes a million of one kind of value in C on libouro and prints the resident bytes for each, like measure.py:
 * measure ROW COUNT [JSON]. A row that has no counterpart in C: status 3. */
#include <ouro/data.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct ouro_data *data;
static void *some, *names[50], *small[3];

static void *checked(void *value)
{
    if (!value) {
        fputs("measure: out of memory\n", stderr);
        exit(1);
    }
    return value;
}

static double resident(void)
{
    FILE *file = fopen("/proc/self/statm", "r");
    long pages = 0;
    if (!file || fscanf(file, "%*d %ld", &pages) != 1)
        exit(1);
    fclose(file);
    return (double)pages * (double)sysconf(_SC_PAGESIZE);
}

static void *make_text(const char *format, int number)
{
    char text[128];
    int size = snprintf(text, sizeof text, format, number);
    return ouro_data_str(data, text, (size_t)size);
}

static void *make_tuple(size_t count, int number)
{
    void *values[3] = {some, small[number & 1], ouro_data_none(data)};
    return ouro_data_tuple(data, values, count);
}

static void *make_list(size_t count)
{
    void *values[10];
    for (size_t i = 0; i < count; i++)
        values[i] = i % 2 ? some : ouro_data_none(data);
    return ouro_data_list(data, values, count);
}

static void *make_dict(size_t count)
{
    void *dict = ouro_data_dict(data);
    for (size_t i = 0; dict && i < count; i++) {
        if (!ouro_data_put(data, dict, names[i], ouro_data_none(data)))
            return NULL;
    }
    return dict;
}

static void *make_set(void)
{
    void *set = ouro_data_set(data);
    for (int i = 0; set && i < 3; i++) {
        if (!ouro_data_add(data, set, small[i]))
            return NULL;
    }
    return set;
}

/* NULL: no such row in C. */
static void *make(const char *row, int number)
{
    if (!strcmp(row, "int"))
        return checked(ouro_data_int(data, 1000000000 + number));
    if (!strcmp(row, "float"))
        return checked(ouro_data_float(data, number + 0.5));
    if (!strcmp(row, "str short"))
        return checked(make_text("key%07d", number));
    if (!strcmp(row, "str long"))
        return checked(make_text("%0100d", number));
    if (!strncmp(row, "tuple of ", 9))
        return checked(make_tuple(strtoul(row + 9, NULL, 10), number));
    if (!strncmp(row, "list of ", 8))
        return checked(make_list(strtoul(row + 8, NULL, 10)));
    if (!strncmp(row, "dict of ", 8))
        return checked(make_dict(strtoul(row + 8, NULL, 10)));
    if (!strcmp(row, "set of 3"))
        return checked(make_set());
    return NULL;
}

/* A node is a type of the program's own: header, value, next. */
static int measure_nodes(size_t count)
{
    struct ouro_heap *heap = ouro_heap_open(NULL);
    struct ouro_type_spec spec = {
        .name = "node", .size = 24, .reference_offset = 8, .reference_count = 2};
    struct ouro_type *type = heap ? ouro_type_add(heap, &spec) : NULL;
    if (!type)
        return 1;
    double before = resident();
    void *head = NULL;
    for (size_t i = 0; i < count; i++) {
        void *node = checked(ouro_object_make(heap, type));
        *ouro_field(node, 16) = head;
        head = node;
    }
    printf("%f\n", (resident() - before) / (double)count);
    ouro_drop(heap, head);
    ouro_heap_close(heap);
    return 0;
}

int main(int argc, char **argv)
{
    if (argc < 3)
        return 2;
    size_t count = strtoul(argv[2], NULL, 10);
    if (!strcmp(argv[1], "linked nodes"))
        return measure_nodes(count);
    data = ouro_data_open(NULL);
    void **kept = calloc(count, sizeof *kept);
    if (!data || !kept)
        return 1;
    memset(kept, 1, count * sizeof *kept);
    some = checked(ouro_data_list(data, NULL, 0));
    for (int i = 0; i < 50; i++)
        names[i] = checked(make_text("name%d", i));
    for (int i = 0; i < 3; i++)
        small[i] = ouro_data_int(data, i + 1);
    void *first = make(argv[1], 0);
    if (!first)
        return 3;
    ouro_data_drop(data, first);
    double before = resident();
    for (size_t i = 0; i < count; i++)
        kept[i] = make(argv[1], (int)i);
    printf("%f\n", (resident() - before) / (double)count);
    ouro_data_close(data);
    free(kept);
    return 0;
}
