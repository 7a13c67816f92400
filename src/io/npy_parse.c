/* The dictionary of an .npy header. It is a Python literal, but only ever of one form: three known keys in any order.
 */
#include <string.h>

#include "io_error.h"
#include "npy_header.h"

typedef struct cursor {
    const char *at;
    const char *end;
} cursor;

/* A stretch of the header, not terminated. */
typedef struct span {
    const char *start;
    size_t length;
} span;

static void skip_space(cursor *text)
{
    while (text->at < text->end && (*text->at == ' ' || (*text->at >= '\t' && *text->at <= '\r'))) text->at++;
}

/* Step over `symbol`, with space before it allowed. */
static bool take(cursor *text, char symbol)
{
    skip_space(text);
    if (text->at == text->end || *text->at != symbol) return false;
    text->at++;
    return true;
}

static bool take_word(cursor *text, const char *word)
{
    skip_space(text);
    size_t length = strlen(word);
    if ((size_t)(text->end - text->at) < length || memcmp(text->at, word, length) != 0) return false;
    text->at += length;
    return true;
}

static bool take_string(cursor *text, span *string)
{
    skip_space(text);
    if (text->at == text->end || (*text->at != '\'' && *text->at != '"')) return false;
    char quote = *text->at++;
    string->start = text->at;
    while (text->at < text->end && *text->at != quote && *text->at != '\\') text->at++;
    if (text->at == text->end || *text->at != quote) return false;
    string->length = (size_t)(text->at - string->start);
    text->at++;
    return true;
}

static bool is_digit(char symbol) { return symbol >= '0' && symbol <= '9'; }

/* A nonnegative integer; Python 2 wrote long ones as `3L`. */
static bool take_length(cursor *text, int64_t *length)
{
    skip_space(text);
    if (text->at == text->end || !is_digit(*text->at)) return false;
    int64_t value = 0;
    for (; text->at < text->end && is_digit(*text->at); text->at++) {
        int digit = *text->at - '0';
        if (value > (INT64_MAX - digit) / 10) return false;
        value = value * 10 + digit;
    }
    if (text->at < text->end && *text->at == 'L') text->at++;
    *length = value;
    return true;
}

/* Byte order, kind and size, as in '<f8' or '|S5'. */
static void read_type(span descr, npy_header *header)
{
    size_t shown = descr.length < NPY_TYPE_ROOM - 1 ? descr.length : NPY_TYPE_ROOM - 1;
    for (size_t i = 0; i < shown; i++) {
        char symbol = descr.start[i];
        header->type_text[i] = (symbol >= ' ' && symbol <= '~') ? symbol : '?';
    }
    header->type_text[shown] = '\0';
    if (descr.length < 3 || memchr("<>=|", descr.start[0], 4) == NULL) return;

    cursor text = {.at = descr.start + 2, .end = descr.start + descr.length};
    int64_t size;
    if (!take_length(&text, &size) || text.at != text.end || size > INT32_MAX) return;
    char order = descr.start[0];
    char kind = descr.start[1];
    header->big_endian = order == '>' || (order == '=' && npy_host_is_big_endian());
    header->item_bytes = kind == 'U' ? 4 * size : size;
    if (kind == 'U' || kind == 'S') header->type = NPY_TEXT;
    if (order == '|') return;
    if (kind == 'f' && size == 8) header->type = NPY_F8;
    if (kind == 'f' && size == 4) header->type = NPY_F4;
    if (kind == 'i' && size == 8) header->type = NPY_I8;
    if (kind == 'i' && size == 4) header->type = NPY_I4;
}

/* (), (3,), (3, 4), (3, 4,) */
static bool take_shape(cursor *text, npy_header *header)
{
    if (!take(text, '(')) return false;
    header->rank = 0;
    bool comma = false;
    while (!take(text, ')')) {
        if (header->rank == NPY_MAX_RANK || (header->rank > 0 && !comma)) return false;
        if (!take_length(text, &header->shape[header->rank])) return false;
        header->rank++;
        comma = take(text, ',');
    }
    return header->rank != 1 || comma;
}

static bool take_truth(cursor *text, bool *value)
{
    *value = take_word(text, "True");
    return *value || take_word(text, "False");
}

static bool is_key(span key, const char *name)
{
    return key.length == strlen(name) && memcmp(key.start, name, key.length) == 0;
}

enum { HAS_TYPE = 1, HAS_ORDER = 2, HAS_SHAPE = 4, HAS_ALL = 7 };

/* One `key: value`; adds to `seen` what it was, and fails on what was there before. */
static bool take_item(cursor *text, npy_header *header, int *seen)
{
    span key;
    span descr;
    if (!take_string(text, &key) || !take(text, ':')) return false;
    int found = 0;
    if (is_key(key, "descr")) {
        found = HAS_TYPE;
        if (!take_string(text, &descr)) return false;
        read_type(descr, header);
    } else if (is_key(key, "fortran_order")) {
        found = HAS_ORDER;
        if (!take_truth(text, &header->fortran_order)) return false;
    } else if (is_key(key, "shape")) {
        found = HAS_SHAPE;
        if (!take_shape(text, header)) return false;
    }
    if (found == 0 || (*seen & found) != 0) return false;
    *seen |= found;
    return true;
}

static bool take_dictionary(cursor *text, npy_header *header)
{
    int seen = 0;
    if (!take(text, '{')) return false;
    while (!take(text, '}')) {
        if (!take_item(text, header, &seen)) return false;
        if (take(text, ',')) continue;
        if (!take(text, '}')) return false;
        break;
    }
    skip_space(text);
    return seen == HAS_ALL && text->at == text->end;
}

cnl_status npy_header_parse(const char *key, const char *text, size_t length, npy_header *header, cnl_error *error)
{
    *header = (npy_header){.type = NPY_OTHER};
    cursor start = {.at = text, .end = text + length};
    if (!take_dictionary(&start, header)) {
        return io_invalid(error,
                          "%s: damaged, or a structured type: expected an array of numbers of at most %d axes in "
                          "NumPy's .npy format",
                          key, NPY_MAX_RANK);
    }
    header->count = npy_shape_count(header->rank, header->shape);
    if (header->count < 0) return io_invalid(error, "%s: its shape has too many elements", key);
    return CNL_OK;
}
