/* kernel_table check|write DOCUMENT OBJECT...: what nvcc made of the kernels in object files, as a table; compared with
   the one in docs/gpu-kernels.md, or written there. Exits with 0, 1 (another table, or local memory that is not
   listed), 2 (cannot tell), 77 (the document's table is that of another compiler). */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "table_text.h"

enum { PLANNED_ARCHITECTURE = 90 };
enum { MOST_KERNELS = 1024, MOST_ROWS = 2 * MOST_KERNELS, ANOTHER_TABLE = 1, CANNOT_TELL = 2, SKIPPED = 77 };

static kernel_code kernels[MOST_KERNELS];
static kernel_row rows[MOST_ROWS];
static int row_count;

static int compare_rows(const void *a, const void *b)
{
    const kernel_row *first = a;
    const kernel_row *second = b;
    int by_architecture = first->code.architecture - second->code.architecture;
    int by_file = strverscmp(first->code.file, second->code.file);
    int by_name = strcmp(first->code.name, second->code.name);
    if (by_architecture) return by_architecture;
    if (by_file) return by_file;
    return by_name ? by_name : first->side - second->side;
}

/* All kernels of all files, in order. */
static bool read_objects(int count, char **paths)
{
    int kernel_count = 0;
    for (int k = 0; k < count; k++) {
        int found = kernel_code_read(paths[k], kernels + kernel_count, MOST_KERNELS - kernel_count);
        if (found < 0) return false;
        kernel_count += found;
    }
    for (int k = 0; k < kernel_count; k++) {
        int made = kernel_rows_make(&kernels[k], rows + row_count, MOST_ROWS - row_count);
        if (made < 0) return false;
        row_count += made;
    }
    qsort(rows, (size_t)row_count, sizeof *rows, compare_rows);
    if (row_count == 0) fprintf(stderr, "no kernels in %d files\n", count);
    return row_count > 0;
}

static char *read_text(const char *path)
{
    FILE *file = fopen(path, "r");
    char *text = NULL;
    size_t size = 0;
    if (file == NULL || getdelim(&text, &size, '\0', file) < 0) fprintf(stderr, "%s cannot be read\n", path);
    if (file) fclose(file);
    return text;
}

static int write_text(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");
    bool written = file && fputs(text, file) >= 0;
    if (file && fclose(file) != 0) written = false;
    if (!written) fprintf(stderr, "%s cannot be written\n", path);
    return written ? 0 : CANNOT_TELL;
}

/* Spills cost time: each kernel that has any is listed with a bound and a reason. */
static int check_spills(const char *document, int architecture)
{
    int worst = 0;
    for (int k = 0; k < row_count; k++) {
        const kernel_code *code = &rows[k].code;
        if (code->architecture != architecture || code->spills == 0) continue;
        size_t allowed = spill_bytes_allowed(document, code);
        if (code->local_bytes <= allowed) continue;
        printf("%s on sm_%d spills %d times and uses %zu bytes of local memory, may use %zu\n", code->file,
               architecture, code->spills, code->local_bytes, allowed);
        worst = ANOTHER_TABLE;
    }
    return worst;
}

/* The table of src/cuda/instances.h is that of one architecture: there it promises no more than is true. */
static int check_plan(int architecture)
{
    int worst = 0;
    for (int k = 0; k < row_count && architecture == PLANNED_ARCHITECTURE; k++) {
        const kernel_row *row = &rows[k];
        if (row->code.architecture != architecture || row->planned == 0 || row->code.registers <= row->planned)
            continue;
        printf("%s has %d registers, src/cuda/instances.h says %d\n", row->code.file, row->code.registers,
               row->planned);
        worst = ANOTHER_TABLE;
    }
    return worst;
}

static int check_section(const char *document, int architecture, const char *section)
{
    size_t length = 0;
    const char *expected = section_find(document, architecture, &length);
    fputs(section, stdout);
    puts("");
    if (expected == NULL) {
        printf("the document has no table for sm_%d\n", architecture);
        return ANOTHER_TABLE;
    }
    const char *compiler = strstr(section, "nvcc V");
    if (strncmp(strstr(expected, "nvcc V"), compiler, strcspn(compiler, "\n")) != 0) {
        puts("skipped: the document's table is that of another nvcc");
        return SKIPPED;
    }
    if (!same_text(expected, length, section)) return ANOTHER_TABLE;
    return check_spills(document, architecture) || check_plan(architecture) ? ANOTHER_TABLE : 0;
}

/* Check or write the section of each architecture there is. */
static int for_each_section(bool writes, const char *path, char *document)
{
    int worst = 0;
    for (int k = 0; k < row_count; k++) {
        int architecture = rows[k].code.architecture;
        if (k > 0 && rows[k - 1].code.architecture == architecture) continue;
        char *section = section_write(rows, row_count, architecture);
        if (writes) {
            char *next = section_replace(document, architecture, section);
            free(document);
            document = next;
        } else {
            int found = check_section(document, architecture, section);
            if (worst == 0 || found == ANOTHER_TABLE) worst = found;
        }
        free(section);
    }
    if (writes) worst = write_text(path, document);
    free(document);
    return worst;
}

int main(int argc, char **argv)
{
    bool writes = argc > 1 && strcmp(argv[1], "write") == 0;
    if (argc < 4 || (!writes && strcmp(argv[1], "check") != 0)) {
        fprintf(stderr, "usage: kernel_table check|write DOCUMENT OBJECT...\n");
        return CANNOT_TELL;
    }
    char *document = read_text(argv[2]);
    if (document == NULL || !read_objects(argc - 3, argv + 3)) return CANNOT_TELL;
    return for_each_section(writes, argv[2], document);
}
