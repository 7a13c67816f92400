#include "qps_number.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <strings.h>

static char *skip_digits(char *text)
{
    while (isdigit((unsigned char)*text)) text++;
    return text;
}

static char *skip_sign(char *text) { return *text == '+' || *text == '-' ? text + 1 : text; }

/* Checks the grammar that strtod() is then given, since that one also takes hexadecimal numbers and NaN. */
static bool is_decimal(char *text)
{
    char *start = skip_sign(text);
    char *end = skip_digits(start);
    bool has_digits = end > start;
    if (*end == '.') {
        start = end + 1;
        end = skip_digits(start);
        has_digits = has_digits || end > start;
    }
    if (!has_digits) return false;
    if (*end == '\0') return true;

    if (*end != 'e' && *end != 'E' && *end != 'd' && *end != 'D') return false;
    *end = 'e';
    start = skip_sign(end + 1);
    end = skip_digits(start);
    return end > start && *end == '\0';
}

bool qps_number_parse(char *text, double *value)
{
    const char *word = skip_sign(text);
    if (strcasecmp(word, "inf") == 0 || strcasecmp(word, "infinity") == 0) {
        *value = *text == '-' ? -INFINITY : INFINITY;
        return true;
    }
    if (!is_decimal(text)) return false;
    *value = strtod(text, NULL);
    return true;
}
