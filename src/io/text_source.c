#include "text_source.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <zlib.h>

#include "io_error.h"

enum { FIRST_ROOM = 1 << 16, DELETE_CHARACTER = 0x7f };

/* So that a small gzip file that unpacks without end does not eat the machine. */
static const size_t LONGEST_TEXT = (size_t)1 << 30;

struct text_source {
    char *text;
    size_t length;
    size_t next; /* where the next line starts */
    char *line;  /* a copy of the last line: room for the longest, and its NUL */
    int64_t line_number;
};

/* What zlib has to say about the read that ended, in words. */
static cnl_status explain_read(gzFile file, cnl_error *error)
{
    int reason = Z_OK;
    int cause = errno;
    gzerror(file, &reason);
    switch (reason) {
    case Z_OK:
    case Z_STREAM_END:
        return CNL_OK;
    case Z_MEM_ERROR:
        return io_out_of_memory(error);
    case Z_BUF_ERROR:
        return io_invalid(error, "cut short: the gzip data end too early");
    case Z_ERRNO:
        return io_invalid(error, "cannot be read: %s", strerror(cause));
    default:
        return io_invalid(error, "damaged: the gzip data do not unpack");
    }
}

static cnl_status make_room(text_source *source, size_t *room, cnl_error *error)
{
    if (source->length < *room) return CNL_OK;
    if (*room >= LONGEST_TEXT)
        return io_invalid(error, "cannot be read: its text is longer than %zu bytes", LONGEST_TEXT);
    size_t larger_room = *room > 0 ? 2 * *room : FIRST_ROOM;
    char *larger = realloc(source->text, larger_room);
    if (larger == NULL) return io_out_of_memory(error);
    source->text = larger;
    *room = larger_room;
    return CNL_OK;
}

static cnl_status read_all(text_source *source, gzFile file, cnl_error *error)
{
    size_t room = 0;
    int count = 0;
    do {
        cnl_status status = make_room(source, &room, error);
        if (status != CNL_OK) return status;
        errno = 0;
        count = gzread(file, source->text + source->length, (unsigned)(room - source->length));
        if (count > 0) source->length += (size_t)count;
    } while (count > 0);
    return explain_read(file, error);
}

static size_t longest_line(const text_source *source)
{
    size_t longest = 0;
    size_t current = 0;
    for (size_t i = 0; i < source->length; i++) {
        current = source->text[i] == '\n' ? 0 : current + 1;
        if (current > longest) longest = current;
    }
    return longest;
}

cnl_status text_source_open(const char *path, text_source **source, cnl_error *error)
{
    *source = NULL;
    errno = 0;
    gzFile file = gzopen(path, "rb");
    if (file == NULL && errno == 0) return io_out_of_memory(error);
    if (file == NULL) return io_invalid(error, "cannot be opened: %s", strerror(errno));

    cnl_status status = CNL_OK;
    text_source *made = calloc(1, sizeof *made);
    if (made == NULL) status = io_out_of_memory(error);
    if (status == CNL_OK) status = read_all(made, file, error);
    gzclose_r(file);
    if (status == CNL_OK) {
        made->line = malloc(longest_line(made) + 1);
        if (made->line == NULL) status = io_out_of_memory(error);
    }
    if (status != CNL_OK) {
        text_source_close(made);
        return status;
    }
    *source = made;
    return CNL_OK;
}

/* Bytes from 0x80 on may be UTF-8 in a name or a comment. */
static bool is_text(unsigned char byte) { return (byte >= ' ' && byte != DELETE_CHARACTER) || byte == '\t'; }

cnl_status text_source_next(text_source *source, char **line, cnl_error *error)
{
    *line = NULL;
    if (source->next >= source->length) return CNL_OK;

    const char *start = source->text + source->next;
    size_t left = source->length - source->next;
    const char *end = memchr(start, '\n', left);
    size_t length = end != NULL ? (size_t)(end - start) : left;
    source->next += length + (end != NULL);
    source->line_number++;
    if (length > 0 && start[length - 1] == '\r') length--;

    for (size_t i = 0; i < length; i++) {
        unsigned char byte = (unsigned char)start[i];
        if (!is_text(byte)) {
            return io_invalid(error, "line %lld holds the byte 0x%02x, which is not text",
                              (long long)source->line_number, byte);
        }
    }
    memcpy(source->line, start, length);
    source->line[length] = '\0';
    *line = source->line;
    return CNL_OK;
}

int64_t text_source_line_number(const text_source *source) { return source->line_number; }

void text_source_rewind(text_source *source)
{
    source->next = 0;
    source->line_number = 0;
}

void text_source_close(text_source *source)
{
    if (source == NULL) return;
    free(source->text);
    free(source->line);
    free(source);
}
