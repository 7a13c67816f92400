#define _GNU_SOURCE
#include "table_text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char section_heading[] = "\n## sm_";
static const char spill_heading[] = "\n## Kernels that may spill\n";

static void write_row(FILE *to, const kernel_row *row)
{
    const kernel_code *code = &row->code;
    char side[16] = "any";
    if (row->side > 0) snprintf(side, sizeof side, "%d", row->side);
    fprintf(to, "| %s %s | %s | %d | %d | %zu + %zu | %zu | %zu | %d | %d | %.0f %% |\n", code->file, code->name, side,
            row->threads, code->registers, code->static_bytes, row->dynamic_bytes, code->code_bytes, code->local_bytes,
            code->spills, row->blocks, 100 * row->occupancy);
}

char *section_write(const kernel_row *rows, int count, int architecture)
{
    char *text = NULL;
    size_t size = 0;
    FILE *to = open_memstream(&text, &size);
    bool first = true;
    for (int k = 0; k < count; k++) {
        if (rows[k].code.architecture != architecture) continue;
        if (first)
            fprintf(
                to,
                "## sm_%d\n\nnvcc %s\n\n"
                "| kernel | n = m | threads | registers | shared, static + dynamic | code | local | spills | blocks | "
                "occupancy |\n|---|---|---|---|---|---|---|---|---|---|\n",
                architecture, rows[k].code.compiler);
        first = false;
        write_row(to, &rows[k]);
    }
    fclose(to);
    return text;
}

/* The first section from `at` on, without the line break before it; NULL: none. */
static const char *next_section(const char *at)
{
    const char *found = strstr(at, section_heading);
    return found ? found + 1 : NULL;
}

static int section_architecture(const char *section) { return atoi(section + strlen(section_heading) - 1); }

/* Without blank lines at its end. */
static size_t section_length(const char *section)
{
    const char *next = next_section(section);
    size_t length = next ? (size_t)(next - section) : strlen(section);
    while (length > 1 && section[length - 1] == '\n' && section[length - 2] == '\n') length--;
    return length;
}

const char *section_find(const char *document, int architecture, size_t *length)
{
    for (const char *at = next_section(document); at; at = next_section(at)) {
        if (section_architecture(at) != architecture) continue;
        *length = section_length(at);
        return at;
    }
    return NULL;
}

char *section_replace(const char *document, int architecture, const char *section)
{
    const char *at = next_section(document);
    const char *end = document + strlen(document);
    while (at && section_architecture(at) < architecture) at = next_section(at);
    const char *rest = at ? at : end;
    if (at && section_architecture(at) == architecture) rest = next_section(at) ? next_section(at) : end;
    char *text = NULL;
    const char *before_end = at ? at : end;
    while (before_end > document && before_end[-1] == '\n') before_end--;
    if (asprintf(&text, "%.*s\n\n%s%s%s", (int)(before_end - document), document, section, *rest ? "\n" : "", rest) < 0)
        return NULL;
    return text;
}

/* Does "75, 86" or "all" name an architecture? */
static bool names_architecture(const char *list, int architecture)
{
    if (strcmp(list, "all") == 0) return true;
    for (const char *at = list; *at;) {
        char *end;
        if (strtol(at, &end, 10) == architecture) return true;
        at = *end ? end + 1 : end;
    }
    return false;
}

size_t spill_bytes_allowed(const char *document, const kernel_code *code)
{
    const char *at = strstr(document, spill_heading);
    const char *end = at ? strstr(at + strlen(spill_heading), "\n## ") : NULL;
    for (; at && at < end; at = strchr(at + 1, '\n')) {
        char file[KERNEL_NAME];
        char list[128];
        size_t bytes = 0;
        if (sscanf(at, "\n| %47[a-z_0-9] | %127[a-z0-9, ] | %zu |", file, list, &bytes) != 3) continue;
        for (size_t last = strlen(list); last > 0 && list[last - 1] == ' ';) list[--last] = '\0';
        if (strcmp(file, code->file) == 0 && names_architecture(list, code->architecture)) return bytes;
    }
    return 0;
}

bool same_text(const char *expected, size_t length, const char *found)
{
    const char *end = expected + length;
    bool same = true;
    while (expected < end || *found) {
        size_t left = (size_t)(end - expected);
        size_t theirs = left ? strcspn(expected, "\n") : 0;
        size_t ours = strcspn(found, "\n");
        if (theirs > left) theirs = left;
        if (theirs != ours || strncmp(expected, found, ours) != 0) {
            printf("  table:    %.*s\n  compiled: %.*s\n", (int)theirs, expected, (int)ours, found);
            same = false;
        }
        expected += theirs < left ? theirs + 1 : theirs;
        found += found[ours] ? ours + 1 : ours;
    }
    return same;
}
