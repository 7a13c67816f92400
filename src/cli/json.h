/**
 * @file json.h
 * Just enough JSON to print, on one line. Commas place themselves.
 *
 *     json_writer json = json_start(stdout);
 *     json_open(&json, NULL, '{');
 *     json_integer(&json, "n", 10);
 *     json_close(&json, '}');
 */
#ifndef CONELET_CLI_JSON_H
#define CONELET_CLI_JSON_H

#include <stdbool.h>
#include <stdio.h>

/** Where the next value goes. */
typedef struct json_writer {
    FILE *stream;
    bool has_value; /**< whether a comma comes before the next value */
} json_writer;

/** A writer onto a stream. */
json_writer json_start(FILE *stream);

/** Begin an object '{' or an array '['; key is NULL inside an array and for the outermost. */
void json_open(json_writer *json, const char *key, char bracket);

/** End it with '}' or ']'. */
void json_close(json_writer *json, char bracket);

/** One value; key is NULL inside an array. NaN and infinity, which JSON does not have, become null. */
void json_real(json_writer *json, const char *key, double value);
void json_integer(json_writer *json, const char *key, long long value);
void json_null(json_writer *json, const char *key);

/** A string, or null if it is NULL. */
void json_text(json_writer *json, const char *key, const char *value);

#endif
