/* Numbers, with CPython's complaints about each way to write one wrongly. */
#include <string.h>

#include "lang/format.h"
#include "lang/lexer.h"

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_hex_digit(char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

static bool is_identifier_byte(char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
           (unsigned char)c >= 0x80;
}

/* A keyword may stand directly behind a number (`1if x else 2`): deprecated, but valid. */
static bool starts_keyword(const char *at)
{
    static const char *const keywords[] = {"and", "else", "for", "if", "in", "is", "or", "not"};
    for (size_t i = 0; i < sizeof keywords / sizeof *keywords; i++) {
        if (strncmp(at, keywords[i], strlen(keywords[i])) == 0)
            return true;
    }
    return false;
}

static bool warn_of_keyword(struct lexer *lexer, const char *kind)
{
    const struct parse_options *options = lexer->options;
    if (!options || !options->warn)
        return true;
    const char *message = ouro_arena_format(lexer->arena, "invalid %s literal", kind);
    if (message && options->warn(options->warn_context, PARSE_WARNING_SYNTAX, message,
                                 lexer->line) > 0)
        return true;
    return ouro_lexer_fail(lexer, "invalid %s literal", kind);
}

static bool check_end(struct lexer *lexer, const char *kind)
{
    if (!is_identifier_byte(*lexer->cursor))
        return true;
    if (starts_keyword(lexer->cursor))
        return warn_of_keyword(lexer, kind);
    return ouro_lexer_fail(lexer, "invalid %s literal", kind);
}

/* Digits with single underscores between them; the cursor is on a digit. */
static bool skip_decimal_digits(struct lexer *lexer)
{
    for (;;) {
        while (is_digit(*lexer->cursor))
            lexer->cursor++;
        if (*lexer->cursor != '_')
            return true;
        lexer->cursor++;
        if (!is_digit(*lexer->cursor))
            return ouro_lexer_fail(lexer, "invalid decimal literal");
    }
}

static bool is_digit_of(char c, int base)
{
    return base == 16 ? is_hex_digit(c) : c >= '0' && c < '0' + base;
}

/* Behind 0x, 0o or 0b. */
static bool lex_prefixed(struct lexer *lexer, int base, const char *kind)
{
    lexer->cursor += 2;
    do {
        if (*lexer->cursor == '_')
            lexer->cursor++;
        char c = *lexer->cursor;
        if (!is_digit_of(c, base)) {
            if (!is_digit(c))
                return ouro_lexer_fail(lexer, "invalid %s literal", kind);
            lexer->cursor++;
            return ouro_lexer_fail(lexer, "invalid digit '%c' in %s literal", c, kind);
        }
        while (is_digit_of(*lexer->cursor, base))
            lexer->cursor++;
    } while (*lexer->cursor == '_');
    if (is_digit(*lexer->cursor)) {
        char c = *lexer->cursor++;
        return ouro_lexer_fail(lexer, "invalid digit '%c' in %s literal", c, kind);
    }
    return check_end(lexer, kind);
}

static bool lex_imaginary(struct lexer *lexer)
{
    lexer->cursor++;
    return check_end(lexer, "imaginary");
}

/* From the e of an exponent on. An e without digits behind it is the end of the number. */
static bool lex_exponent(struct lexer *lexer)
{
    const char *exponent = lexer->cursor;
    lexer->cursor++;
    if (*lexer->cursor == '+' || *lexer->cursor == '-') {
        lexer->cursor++;
        if (!is_digit(*lexer->cursor))
            return ouro_lexer_fail(lexer, "invalid decimal literal");
    } else if (!is_digit(*lexer->cursor)) {
        lexer->cursor = exponent;
        return check_end(lexer, "decimal");
    }
    if (!skip_decimal_digits(lexer))
        return false;
    if (*lexer->cursor == 'j' || *lexer->cursor == 'J')
        return lex_imaginary(lexer);
    return check_end(lexer, "decimal");
}

/* Behind the digits before the point. */
static bool lex_fraction_or_end(struct lexer *lexer)
{
    if (*lexer->cursor == '.') {
        lexer->cursor++;
        if (is_digit(*lexer->cursor) && !skip_decimal_digits(lexer))
            return false;
    }
    char c = *lexer->cursor;
    if (c == 'e' || c == 'E')
        return lex_exponent(lexer);
    if (c == 'j' || c == 'J')
        return lex_imaginary(lexer);
    return check_end(lexer, "decimal");
}

/* A number that begins with 0: zero, a float such as 00.5, or a mistake such as 0777. */
static bool lex_zero(struct lexer *lexer)
{
    const char *start = lexer->cursor;
    lexer->cursor++;
    for (;;) {
        if (*lexer->cursor == '_') {
            lexer->cursor++;
            if (!is_digit(*lexer->cursor))
                return ouro_lexer_fail(lexer, "invalid decimal literal");
        }
        if (*lexer->cursor != '0')
            break;
        lexer->cursor++;
    }
    const char *zeros_end = lexer->cursor + 1;
    if (!is_digit(*lexer->cursor))
        return lex_fraction_or_end(lexer);
    if (!skip_decimal_digits(lexer))
        return false;
    char c = *lexer->cursor;
    if (c == '.' || c == 'e' || c == 'E' || c == 'j' || c == 'J')
        return lex_fraction_or_end(lexer);
    return ouro_lexer_fail_range(lexer, (int32_t)(start + 1 - lexer->line_start),
                                 (int32_t)(zeros_end - lexer->line_start),
                                 "leading zeros in decimal integer literals are not permitted; "
                                 "use an 0o prefix for octal integers");
}

bool ouro_lexer_number(struct lexer *lexer)
{
    if (*lexer->cursor == '.')
        return lex_fraction_or_end(lexer);
    if (*lexer->cursor != '0')
        return skip_decimal_digits(lexer) && lex_fraction_or_end(lexer);
    switch (lexer->cursor[1]) {
    case 'x':
    case 'X':
        return lex_prefixed(lexer, 16, "hexadecimal");
    case 'o':
    case 'O':
        return lex_prefixed(lexer, 8, "octal");
    case 'b':
    case 'B':
        return lex_prefixed(lexer, 2, "binary");
    default:
        return lex_zero(lexer);
    }
}
