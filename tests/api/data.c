/* Python's values from C: built, read, changed, refused, with memory failing at every point, and shared with a
 * Python program. */
#include <ouro/data.h>
#include <ouro/python.h>
#include <stdio.h>
#include <string.h>

static int checks, failures;

#define CHECK(condition)                                                            \
    do {                                                                            \
        checks++;                                                                   \
        if (!(condition)) {                                                         \
            failures++;                                                             \
            fprintf(stderr, "data.c:%d: %s\n", __LINE__, #condition);               \
        }                                                                           \
    } while (0)

static void *text(struct ouro_data *data, const char *utf8)
{
    return ouro_data_str(data, utf8, strlen(utf8));
}

static bool reads_as(struct ouro_data *data, void *value /* taken, may be NULL */, const char *expected)
{
    void *repr = value ? ouro_data_repr(data, value) : NULL, *owner = NULL;
    size_t size = 0;
    const char *found = repr ? ouro_data_as_str(data, repr, &size, &owner) : NULL;
    bool is_same = found && size == strlen(expected) && !memcmp(found, expected, size);
    if (!is_same)
        fprintf(stderr, "%s, not %s\n", found ? found : "(null)", expected);
    ouro_data_drop(data, owner);
    ouro_data_drop(data, repr);
    ouro_data_drop(data, value);
    return is_same;
}

static bool failed_as(struct ouro_data *data, const char *expected)
{
    char message[200];
    size_t length = ouro_data_error(data, message, sizeof message);
    bool is_same = !strcmp(message, expected) && length == strlen(expected) && !ouro_data_failed(data);
    if (!is_same)
        fprintf(stderr, "%s, not %s\n", message, expected);
    return is_same;
}

/* {"name": "Zoë", "tags": ["a", 2.5, None], "big": 2**80}; NULL: an error is pending, nothing is left. */
static void *make_record(struct ouro_data *data)
{
    void *record = ouro_data_dict(data);
    void *key[3] = {text(data, "name"), text(data, "tags"), text(data, "big")};
    void *tag[3] = {text(data, "a"), ouro_data_float(data, 2.5), ouro_data_none(data)};
    void *value[3] = {text(data, "Zo\xc3\xab"), NULL,
                      ouro_data_int_parse(data, "1208925819614629174706176", 25, 10)};
    if (tag[0] && tag[1])
        value[1] = ouro_data_list(data, tag, 3);
    bool is_done = record != NULL;
    for (int i = 0; i < 3; i++)
        is_done = is_done && key[i] && value[i] && ouro_data_put(data, record, key[i], value[i]);
    for (int i = 0; i < 3; i++) {
        ouro_data_drop(data, key[i]);
        ouro_data_drop(data, tag[i]);
        ouro_data_drop(data, value[i]);
    }
    if (is_done)
        return record;
    ouro_data_drop(data, record);
    return NULL;
}

static void check_values(struct ouro_data *data)
{
    void *record = make_record(data);
    CHECK(record && ouro_data_kind(data, record) == OURO_DATA_DICT && ouro_data_length(data, record) == 3);
    CHECK(ouro_data_kind(data, ouro_data_find(data, record, "tags")) == OURO_DATA_LIST);
    CHECK(!ouro_data_find(data, record, "none") && !ouro_data_failed(data));
    CHECK(!strcmp(ouro_data_class_name(data, ouro_data_find(data, record, "big")), "int"));
    int64_t number = 0;
    CHECK(!ouro_data_as_int(data, ouro_data_find(data, record, "big"), &number));
    CHECK(failed_as(data, "OverflowError: cannot fit 'int' into an index-sized integer"));
    void *tags = ouro_data_keep(ouro_data_find(data, record, "tags"));
    CHECK(ouro_count(tags) == 2);
    size_t position = 0, pairs = 0;
    void *key, *value;
    while (ouro_data_pair(data, record, &position, &key, &value))
        pairs++;
    CHECK(pairs == 3);
    CHECK(reads_as(data, record, "{'name': 'Zo\xc3\xab', 'tags': ['a', 2.5, None], 'big': "
                                 "1208925819614629174706176}"));
    CHECK(ouro_count(tags) == 1); /* the dict is gone, its list is ours */

    void *item = ouro_data_item(data, tags, -2);
    double real = 0;
    CHECK(item && ouro_data_as_float(data, item, &real) && real == 2.5);
    CHECK(ouro_data_contains(data, tags, item) == 1);
    ouro_data_drop(data, item);
    CHECK(!ouro_data_item(data, tags, 3));
    CHECK(failed_as(data, "IndexError: list index out of range"));
    CHECK(!ouro_data_sort(data, tags));
    CHECK(failed_as(data, "TypeError: '<' not supported between instances of 'float' and 'str'"));
    CHECK(!ouro_data_add(data, tags, tags));
    CHECK(failed_as(data, "TypeError: a set is wanted, not 'list'"));
    int64_t hash;
    CHECK(!ouro_data_hash(data, tags, &hash));
    CHECK(failed_as(data, "TypeError: unhashable type: 'list'"));
    ouro_data_drop(data, tags);

    CHECK(!ouro_data_str(data, "\xff", 1));
    CHECK(ouro_data_failed(data) && ouro_data_error(data, NULL, 0) > 20);
    CHECK(!ouro_data_raise(data, "ValueError", "mine") && failed_as(data, "ValueError: mine"));
    CHECK(!ouro_data_raise(data, "Nothing", "x"));
    CHECK(failed_as(data, "SystemError: no built-in exception 'Nothing'"));
}

static void check_sets_and_iteration(struct ouro_data *data)
{
    void *set = ouro_data_set(data), *sum = ouro_data_list(data, NULL, 0);
    for (int i = 0; i < 100; i++) {
        void *number = ouro_data_int(data, i % 10 * 1000);
        CHECK(ouro_data_add(data, set, number));
        ouro_data_drop(data, number);
    }
    CHECK(ouro_data_length(data, set) == 10);
    void *iterator = ouro_data_iterator(data, set), *value;
    while ((value = ouro_data_next(data, iterator))) {
        CHECK(ouro_data_append(data, sum, value));
        ouro_data_drop(data, value);
    }
    CHECK(!ouro_data_failed(data) && ouro_data_sort(data, sum));
    CHECK(reads_as(data, sum, "[0, 1000, 2000, 3000, 4000, 5000, 6000, 7000, 8000, 9000]"));
    ouro_data_drop(data, iterator);
    ouro_data_drop(data, set);
}

/* Rings of lists are found while the program goes on making containers. */
static void check_cycles(struct ouro_data *data)
{
    struct ouro_heap_figures figures;
    for (int i = 0; i < 200000; i++) {
        void *ring = ouro_data_list(data, NULL, 0);
        CHECK(ring && ouro_data_append(data, ring, ring));
        ouro_data_drop(data, ring);
    }
    ouro_heap_figures_get(ouro_data_heap(data), &figures);
    CHECK(figures.objects_collected > 0);
    ouro_collect(ouro_data_heap(data));
    ouro_heap_figures_get(ouro_data_heap(data), &figures);
    CHECK(figures.objects_collected == 200000);
}

/* Every allocation of building and reading a record fails once: the answer is NULL, and nothing is left. */
static void check_failing(void)
{
    struct ouro_data *data = ouro_data_open(NULL);
    struct ouro_heap *heap = ouro_data_heap(data);
    ouro_data_drop(data, make_record(data)); /* what is made once is there */
    bool has_succeeded = false;
    for (uint64_t n = 1; n < 200 && !has_succeeded; n++) {
        struct ouro_heap_figures before, after;
        ouro_heap_figures_get(heap, &before);
        ouro_heap_fail(heap, n, n);
        void *record = make_record(data);
        ouro_heap_fail(heap, 0, 0);
        has_succeeded = record != NULL;
        if (!record)
            CHECK(failed_as(data, "MemoryError"));
        ouro_data_drop(data, record);
        ouro_heap_figures_get(heap, &after);
        CHECK(after.objects_created - after.objects_freed == before.objects_created - before.objects_freed);
    }
    CHECK(has_succeeded);
    ouro_data_close(data);
}

static void *add(struct ouro_data *data, void *self, void *const *arguments, size_t count, void *names)
{
    (void)names;
    int64_t base, total = 0, number;
    if (!ouro_data_as_int(data, self, &base))
        return NULL;
    for (size_t i = 0; i < count; i++) {
        if (!ouro_data_as_int(data, arguments[i], &number))
            return NULL;
        total += number;
    }
    return total < 0 ? ouro_data_raise(data, "ValueError", "negative") : ouro_data_int(data, base + total);
}

static void check_python(void)
{
    static const struct ouro_data_method method = {"add", add, 1, 3, false, "Adds up to three ints."};
    struct ouro_python_options options = {0};
    struct ouro_python *python = ouro_python_new(&options);
    struct ouro_data *data = ouro_python_data(python);
    CHECK(!ouro_python_names(python));
    CHECK(failed_as(data, "RuntimeError: no program has run"));
    char *argv[] = {(char *)"data"};
    const char *program = "class Point:\n"
                          "    def __init__(self, x): self.x = x\n"
                          "    def double(self): return Point(self.x * 2)\n"
                          "def use(f):\n"
                          "    seen = [f(1), f(1, 2, 3), f.__name__, f.__doc__]\n"
                          "    for bad in ((), (1, 2, 3, 4), ('x',), (-1,)):\n"
                          "        try: f(*bad)\n"
                          "        except Exception as e: seen.append(f'{type(e).__name__}: {e}')\n"
                          "    return seen\n";
    CHECK(ouro_python_run_text(python, program, strlen(program), "<data>", 1, argv, "") == 0);
    void *names = ouro_python_names(python);
    CHECK(names && ouro_data_kind(data, names) == OURO_DATA_DICT);

    void *seven = ouro_data_int(data, 7);
    void *point = ouro_data_call(data, ouro_data_find(data, names, "Point"), &seven, 1);
    void *twice = ouro_data_attribute(data, point, "double");
    void *doubled = ouro_data_call(data, twice, NULL, 0);
    CHECK(doubled && ouro_data_attribute_set(data, doubled, "y", seven));
    CHECK(reads_as(data, ouro_data_attribute(data, doubled, "__dict__"), "{'x': 14, 'y': 7}"));
    CHECK(!ouro_data_attribute(data, point, "z"));
    CHECK(failed_as(data, "AttributeError: 'Point' object has no attribute 'z'"));
    ouro_data_drop(data, doubled);
    ouro_data_drop(data, twice);
    ouro_data_drop(data, point);

    void *hundred = ouro_data_int(data, 100);
    void *function = ouro_data_function_new(data, &method, hundred);
    CHECK(reads_as(data, ouro_data_call(data, ouro_data_find(data, names, "use"), &function, 1),
                   "[101, 106, 'add', 'Adds up to three ints.', "
                   "'TypeError: add expected at least 1 argument, got 0', "
                   "'TypeError: add expected at most 3 arguments, got 4', "
                   "\"TypeError: 'str' object cannot be interpreted as an integer\", "
                   "'ValueError: negative']"));
    ouro_data_drop(data, function);
    ouro_data_drop(data, hundred);
    ouro_python_end(python);
    ouro_python_free(python);
}

int main(void)
{
    struct ouro_heap_spec spec = {.is_debug = true};
    struct ouro_data *data = ouro_data_open(&spec);
    CHECK(data != NULL);
    check_values(data);
    check_sets_and_iteration(data);
    ouro_data_close(data);
    data = ouro_data_open(NULL);
    check_cycles(data);
    ouro_data_close(data);
    check_failing();
    check_python();
    printf("data: %d passed, %d failed\n", checks - failures, failures);
    return failures != 0;
}
