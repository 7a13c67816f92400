#include "json.h"

#include <math.h>

json_writer json_start(FILE *stream) { return (json_writer){.stream = stream}; }

static void write_string(FILE *stream, const char *text)
{
    fputc('"', stream);
    for (const unsigned char *c = (const unsigned char *)text; *c != '\0'; c++) {
        if (*c == '"' || *c == '\\') {
            fprintf(stream, "\\%c", *c);
        } else if (*c < 0x20) {
            fprintf(stream, "\\u%04x", *c);
        } else {
            fputc(*c, stream);
        }
    }
    fputc('"', stream);
}

/* The comma before a value that is not the first, and its key. */
static void begin_value(json_writer *json, const char *key)
{
    if (json->has_value) fputs(", ", json->stream);
    if (key != NULL) {
        write_string(json->stream, key);
        fputs(": ", json->stream);
    }
    json->has_value = true;
}

void json_open(json_writer *json, const char *key, char bracket)
{
    begin_value(json, key);
    fputc(bracket, json->stream);
    json->has_value = false;
}

void json_close(json_writer *json, char bracket)
{
    fputc(bracket, json->stream);
    json->has_value = true;
}

void json_real(json_writer *json, const char *key, double value)
{
    if (!isfinite(value)) {
        json_null(json, key);
        return;
    }
    begin_value(json, key);
    fprintf(json->stream, "%.17g", value);
}

void json_integer(json_writer *json, const char *key, long long value)
{
    begin_value(json, key);
    fprintf(json->stream, "%lld", value);
}

void json_null(json_writer *json, const char *key)
{
    begin_value(json, key);
    fputs("null", json->stream);
}

void json_text(json_writer *json, const char *key, const char *value)
{
    if (value == NULL) {
        json_null(json, key);
        return;
    }
    begin_value(json, key);
    write_string(json->stream, value);
}
