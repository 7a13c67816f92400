#include "qps_record.h"

#include <stddef.h>
#include <string.h>

#include "qps_error.h"

enum { MOST_WORDS = 5, FIXED_FIELDS = 6 };

static const char BLANKS[] = " \t";

/* One field of the fixed format: columns counted from 0. */
typedef struct fixed_field {
    size_t first;
    size_t end;
} fixed_field;

/* A type in columns 2-3, then names and numbers. */
static const fixed_field FIELDS[FIXED_FIELDS] = {{1, 3}, {4, 12}, {14, 22}, {24, 36}, {39, 47}, {49, 61}};

char *qps_trim(char *text)
{
    text += strspn(text, BLANKS);
    size_t length = strlen(text);
    while (length > 0 && strchr(BLANKS, text[length - 1]) != NULL) length--;
    text[length] = '\0';
    return text;
}

char *qps_next_word(char **text)
{
    char *word = *text + strspn(*text, BLANKS);
    if (*word == '\0') return NULL;
    char *end = word + strcspn(word, BLANKS);
    *text = *end == '\0' ? end : end + 1;
    *end = '\0';
    return word;
}

static cnl_status wrong_count(qps_shape shape, int64_t number, cnl_error *error)
{
    switch (shape) {
    case QPS_CODE_NAME:
        return qps_refuse(error, number, "expected a type (N, E, L or G) and the name of a row");
    case QPS_NAME_PAIRS:
        return qps_refuse(error, number, "expected a column, and then one or two pairs of a name and a number");
    case QPS_SET_PAIRS:
        return qps_refuse(error, number,
                          "expected one or two pairs of a row and a number, after the set's name if any");
    default:
        return qps_refuse(error, number, "expected a type of bound, the set's name if any, a column and a number");
    }
}

/* Pairs from words[first] on. */
static void take_pairs(char **words, int first, int count, qps_record *record)
{
    record->pair_count = (count - first) / 2;
    for (int pair = 0; pair < record->pair_count; pair++) {
        record->names[pair] = words[first + 2 * pair];
        record->numbers[pair] = words[first + 2 * pair + 1];
    }
}

static cnl_status parse_free(char *line, qps_shape shape, int64_t number, qps_record *record, cnl_error *error)
{
    char *words[MOST_WORDS];
    int count = 0;
    for (char *word = qps_next_word(&line); word != NULL; word = qps_next_word(&line)) {
        if (count == MOST_WORDS) return wrong_count(shape, number, error);
        words[count++] = word;
    }
    switch (shape) {
    case QPS_CODE_NAME:
        if (count != 2) return wrong_count(shape, number, error);
        record->code = words[0];
        record->name = words[1];
        return CNL_OK;
    case QPS_NAME_PAIRS:
        if (count != 3 && count != 5) return wrong_count(shape, number, error);
        record->name = words[0];
        take_pairs(words, 1, count, record);
        return CNL_OK;
    case QPS_SET_PAIRS:
        if (count < 2) return wrong_count(shape, number, error);
        if (count % 2 == 1) record->name = words[0];
        take_pairs(words, count % 2, count, record);
        return CNL_OK;
    default:
        if (count < 2 || count > 4) return wrong_count(shape, number, error);
        record->code = words[0];
        if (count > 2) record->name = words[1];
        record->names[0] = words[count > 2 ? 2 : 1];
        record->numbers[0] = count == 4 ? words[3] : NULL;
        record->pair_count = 1;
        return CNL_OK;
    }
}

/* Whether all text lies within the fields. */
static bool fits_fields(const char *line)
{
    size_t column = 0;
    for (int field = 0; field < FIXED_FIELDS; field++) {
        for (; column < FIELDS[field].first; column++) {
            if (line[column] == '\0') return true;
            if (line[column] != ' ') return false;
        }
        for (; column < FIELDS[field].end; column++) {
            if (line[column] == '\0') return true;
        }
    }
    return line[column + strspn(line + column, BLANKS)] == '\0';
}

static cnl_status parse_fixed(char *line, qps_shape shape, int64_t number, qps_record *record, cnl_error *error)
{
    if (!fits_fields(line)) {
        return qps_refuse(error, number,
                          "text outside the fields of the fixed format: columns 2-3, 5-12, 15-22, "
                          "25-36, 40-47, 50-61");
    }
    char *fields[FIXED_FIELDS];
    size_t length = strlen(line);
    for (int field = FIXED_FIELDS - 1; field >= 0; field--) {
        size_t first = FIELDS[field].first;
        if (FIELDS[field].end < length) line[FIELDS[field].end] = '\0';
        fields[field] = first < length ? qps_trim(line + first) : line + length;
    }
    bool has_code = *fields[0] != '\0';
    bool has_first = *fields[2] != '\0';
    bool has_second = *fields[4] != '\0';
    bool expects_code = shape == QPS_CODE_NAME || shape == QPS_BOUND;
    if (has_code != expects_code || has_first != (shape != QPS_CODE_NAME)) return wrong_count(shape, number, error);
    if (!has_first && *fields[3] != '\0') return wrong_count(shape, number, error);
    if (!has_second && *fields[5] != '\0') return wrong_count(shape, number, error);
    if (has_second && expects_code) return wrong_count(shape, number, error);

    record->code = fields[0];
    record->name = fields[1];
    record->pair_count = has_first + has_second;
    for (int pair = 0; pair < record->pair_count; pair++) {
        record->names[pair] = fields[2 + 2 * pair];
        record->numbers[pair] = *fields[3 + 2 * pair] != '\0' ? fields[3 + 2 * pair] : NULL;
    }
    return CNL_OK;
}

cnl_status qps_record_parse(char *line, bool fixed, qps_shape shape, int64_t number, qps_record *record,
                            cnl_error *error)
{
    *record = (qps_record){.code = "", .name = line + strlen(line)};
    if (shape == QPS_TEXT) {
        record->name = qps_trim(line);
        return CNL_OK;
    }
    return fixed ? parse_fixed(line, shape, number, record, error) : parse_free(line, shape, number, record, error);
}
