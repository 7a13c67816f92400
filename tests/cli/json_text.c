#include "json_text.h"

#include <ctype.h>
#include <math.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

/* Every reader below takes the place where its value starts and gives the place after it, NULL if it is none. */

static const char *read_value(const char *at, int depth);

static const char *skip_blanks(const char *at)
{
    while (*at == ' ' || *at == '\t') at++;
    return at;
}

static const char *read_string(const char *at)
{
    if (*at != '"') return NULL;
    for (at++; *at != '"'; at++) {
        if ((unsigned char)*at < 0x20) return NULL;
        if (*at != '\\') continue;
        at++;
        if (*at == '\0' || strchr("\"\\/bfnrtu", *at) == NULL) return NULL;
        for (int k = 0; *at == 'u' && k < 4; k++) {
            if (!isxdigit((unsigned char)at[1 + k])) return NULL;
        }
    }
    return at + 1;
}

static const char *skip_digits(const char *at)
{
    if (!isdigit((unsigned char)*at)) return NULL;
    while (isdigit((unsigned char)*at)) at++;
    return at;
}

static const char *read_number(const char *at)
{
    if (*at == '-') at++;
    if (at[0] == '0' && isdigit((unsigned char)at[1])) return NULL;
    at = skip_digits(at);
    if (at != NULL && *at == '.') at = skip_digits(at + 1);
    if (at != NULL && (*at == 'e' || *at == 'E')) {
        at++;
        if (*at == '+' || *at == '-') at++;
        at = skip_digits(at);
    }
    return at;
}

/* The members of an object or the elements of an array, after its opening bracket. */
static const char *read_members(const char *at, char closing, int depth)
{
    at = skip_blanks(at);
    if (*at == closing) return at + 1;
    for (;;) {
        if (closing == '}') {
            at = read_string(at);
            if (at == NULL) return NULL;
            at = skip_blanks(at);
            if (*at != ':') return NULL;
            at = skip_blanks(at + 1);
        }
        at = read_value(at, depth + 1);
        if (at == NULL) return NULL;
        at = skip_blanks(at);
        if (*at == closing) return at + 1;
        if (*at != ',') return NULL;
        at = skip_blanks(at + 1);
    }
}

static const char *read_value(const char *at, int depth)
{
    if (depth > 20) return NULL;
    if (*at == '{') return read_members(at + 1, '}', depth);
    if (*at == '[') return read_members(at + 1, ']', depth);
    if (*at == '"') return read_string(at);
    if (strncmp(at, "null", 4) == 0 || strncmp(at, "true", 4) == 0) return at + 4;
    if (strncmp(at, "false", 5) == 0) return at + 5;
    return read_number(at);
}

bool json_is_valid(const char *line)
{
    const char *end = read_value(line, 0);
    return end != NULL && (*end == '\0' || *end == '\n');
}

const char *json_find(const char *line, const char *key)
{
    if (!json_is_valid(line) || *line != '{') return NULL;
    const char *at = skip_blanks(line + 1);
    while (*at == '"') {
        const char *name = at + 1;
        at = read_string(at);
        size_t length = (size_t)(at - name) - 1;
        at = skip_blanks(skip_blanks(at) + 1);
        if (length == strlen(key) && strncmp(name, key, length) == 0) return at;
        at = skip_blanks(read_value(at, 1));
        if (*at == ',') at = skip_blanks(at + 1);
    }
    return NULL;
}

double json_number(const char *line, const char *key)
{
    const char *at = json_find(line, key);
    if (at == NULL || read_number(at) == NULL) return NAN;
    return strtod(at, NULL);
}

bool json_is_null(const char *line, const char *key)
{
    const char *at = json_find(line, key);
    return at != NULL && strncmp(at, "null", 4) == 0;
}
