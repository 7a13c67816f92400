#include "flags.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "complain.h"

/* The flag that an argument names, with or without "=value". */
static const flag *find_flag(const flag *flags, const char *argument)
{
    size_t length = strcspn(argument, "=");
    for (const flag *row = flags; row->name != NULL; row++) {
        if (strlen(row->name) == length && strncmp(row->name, argument, length) == 0) return row;
    }
    return NULL;
}

static bool read_real(const flag *row, const char *text)
{
    char *end;
    double value = strtod(text, &end);
    if (end == text || *end != '\0' || !(value >= row->low && value < row->high)) return false;
    *(double *)row->target = value;
    return true;
}

static bool read_integer(const flag *row, const char *text)
{
    char *end;
    errno = 0;
    long long value = strtoll(text, &end, 10);
    if (end == text || *end != '\0' || errno != 0) return false;
    if ((double)value < row->low || (double)value > row->high) return false;
    *(long long *)row->target = value;
    return true;
}

static bool read_choice(const flag *row, const char *text)
{
    for (int i = 0; row->choices[i] != NULL; i++) {
        if (strcmp(row->choices[i], text) != 0) continue;
        *(int *)row->target = i;
        return true;
    }
    return false;
}

static bool read_value(const flag *row, const char *text)
{
    switch (row->kind) {
    case FLAG_REAL:
        return read_real(row, text);
    case FLAG_INTEGER:
        return read_integer(row, text);
    case FLAG_CHOICE:
        return read_choice(row, text);
    default:
        *(const char **)row->target = text;
        return text[0] != '\0';
    }
}

/* One flag and its value. @return how many arguments it took, 0 after a complaint */
static int take_flag(const flag *flags, int count, char **arguments)
{
    const flag *row = find_flag(flags, arguments[0]);
    if (row == NULL) {
        complain("there is no flag %s; see \"conelet help\"", arguments[0]);
        return 0;
    }
    const char *equals = strchr(arguments[0], '=');
    if (row->kind == FLAG_SWITCH) {
        if (equals != NULL) complain("%s takes no value", row->name);
        *(bool *)row->target = true;
        return equals == NULL ? 1 : 0;
    }
    if (equals == NULL && count < 2) {
        complain("%s expects %s, and nothing follows it", row->name, row->expected);
        return 0;
    }
    const char *text = equals != NULL ? equals + 1 : arguments[1];
    if (!read_value(row, text)) {
        complain("%s expects %s, not \"%s\"", row->name, row->expected, text);
        return 0;
    }
    return equals != NULL ? 1 : 2;
}

bool flags_read(const flag *flags, int count, char **arguments, const char **file)
{
    bool flags_ended = false, has_file = false;
    for (int i = 0; i < count;) {
        const char *argument = arguments[i];
        if (!flags_ended && strcmp(argument, "--") == 0) {
            flags_ended = true;
            i++;
        } else if (!flags_ended && argument[0] == '-' && argument[1] != '\0') {
            int taken = take_flag(flags, count - i, arguments + i);
            if (taken == 0) return false;
            i += taken;
        } else {
            if (has_file) {
                complain("one file is expected, and \"%s\" follows \"%s\"", argument, *file);
                return false;
            }
            *file = argument;
            has_file = true;
            i++;
        }
    }
    return true;
}
