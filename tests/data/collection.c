#include "collection.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"

static const char *collection_folder(void)
{
    const char *wish = getenv("CONELET_TEST_DATA");
    return wish != NULL && wish[0] != '\0' ? wish : CONELET_SHARED_DATA;
}

void collection_path(const char *inside, char *path, size_t size)
{
    snprintf(path, size, "%s/%s", collection_folder(), inside);
}

/* Field `index` of a line, from 0; the first eight hold no quotes. */
static void copy_field(const char *line, int index, char *field, size_t size)
{
    for (; index > 0 && line != NULL; index--) {
        line = strchr(line, ',');
        if (line != NULL) line++;
    }
    size_t length = line == NULL ? 0 : strcspn(line, ",\n");
    if (length >= size) length = size - 1;
    if (length > 0) memcpy(field, line, length);
    field[length] = '\0';
}

static bool parse_line(const char *line, const char *folder, entry *parsed)
{
    char number[64];
    char inside[256];
    copy_field(line, 0, parsed->folder, sizeof parsed->folder);
    copy_field(line, 1, parsed->name, sizeof parsed->name);
    copy_field(line, 7, number, sizeof number);
    if (strcmp(parsed->folder, folder) != 0) return false;
    parsed->objective = number[0] == '\0' ? NAN : strtod(number, NULL);
    const char *ending = strcmp(folder, "qp") == 0 ? "qps.gz" : "npz";
    snprintf(inside, sizeof inside, "%s/%s.%s", parsed->folder, parsed->name, ending);
    collection_path(inside, parsed->path, sizeof parsed->path);
    return true;
}

int collection_read(const char *folder, entry *entries, int most)
{
    char path[512];
    char line[1024];
    int count = 0;
    collection_path("optima.csv", path, sizeof path);
    FILE *table = fopen(path, "r");
    if (table == NULL) return 0;
    while (count < most && fgets(line, sizeof line, table) != NULL) count += parse_line(line, folder, &entries[count]);
    fclose(table);
    return count;
}

bool solved_file_open(solved_file *all, const char *path, const fixture_options *options)
{
    cnl_error error = {CNL_OK, ""};
    memset(all, 0, sizeof *all);
    cnl_status status = problem_file_read(path, &all->file, &error);
    if (!CHECK_THAT(status == CNL_OK, "%s: %s", path, error.message)) return false;

    fixture *solved = &all->fixture;
    const problem_file *file = all->file;
    cnl_settings settings = cnl_settings_default();
    settings.method = options->method;
    if (options->eps > 0) settings.eps_abs = settings.eps_rel = options->eps;
    solved->judged_structure = file->structure;
    solved->judged_data = file->data;
    solved->answers = answers_create(file->batch, file->structure.n, file->structure.m);
    status = cnl_context_create(&(cnl_context_options){.threads = 1, .isa = options->isa}, &solved->context, &error);
    if (!CHECK_THAT(status == CNL_OK, "%s", error.message)) return false;

    double start = seconds_now();
    status = cnl_solver_create(solved->context, &file->structure, &settings, file->batch, &solved->solver, &error);
    if (!CHECK_THAT(status == CNL_OK, "%s: %s", path, error.message)) return false;
    status = cnl_solve(solved->solver, file->batch, &file->data, &solved->answers.view);
    all->seconds = seconds_now() - start;
    return CHECK_THAT(status == CNL_OK, "%s: %s", path, cnl_solver_message(solved->solver));
}

void solved_file_close(solved_file *all)
{
    fixture_close(&all->fixture);
    problem_file_free(all->file);
    memset(all, 0, sizeof *all);
}
