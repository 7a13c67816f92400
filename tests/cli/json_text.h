/**
 * @file json_text.h
 * Is a text JSON, and what does it say? A strict reader for tests.
 */
#ifndef CONELET_TESTS_JSON_TEXT_H
#define CONELET_TESTS_JSON_TEXT_H

#include <stdbool.h>

/** Whether the line (up to '\n' or the end) is one JSON value and nothing else. */
bool json_is_valid(const char *line);

/** The text of the value of a key of the outermost object, up to the line's end; NULL if it is not there. */
const char *json_find(const char *line, const char *key);

/** The number that a key has; NaN if it has none (or null). */
double json_number(const char *line, const char *key);

/** Whether a key is there and null. */
bool json_is_null(const char *line, const char *key);

#endif
