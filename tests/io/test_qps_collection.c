/* The collection of Maros and Meszaros, as far as it is there: the sizes of the cone forms are those of optima.csv. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "problem_file.h"
#include "qps_program.h"
#include "qps_reader.h"

enum { LINE_ROOM = 400, PATH_ROOM = 600, FILES = 48 };

/* Where optima.csv moves variables between the cones: it takes an upper bound of 0 without a lower bound for x <= 0,
   where the MPS rule that we follow says x = 0. The size m is the same. */
typedef struct exception {
    const char *name;
    int fixed_variables;
} exception;

static const exception EXCEPTIONS[] = {{"QRECIPE", 2}, {"QSIERRA", 20}};

static int fixed_by_zero(const char *name)
{
    for (size_t i = 0; i < sizeof EXCEPTIONS / sizeof EXCEPTIONS[0]; i++) {
        if (strcmp(name, EXCEPTIONS[i].name) == 0) return EXCEPTIONS[i].fixed_variables;
    }
    return 0;
}

static void check_sizes(const char *folder, const char *line)
{
    char name[60];
    char path[PATH_ROOM];
    int n, m, entries, z, l;
    if (!CHECK_INT(sscanf(line, "qp,%59[^,],%d,%d,%d,z%d l%d ", name, &n, &m, &entries, &z, &l), 6)) return;
    snprintf(path, sizeof path, "%s/qp/%s.qps.gz", folder, name);
    check_note("%s", name);

    problem_file *file;
    cnl_error error = {0};
    cnl_status status = qps_read(path, &file, &error);
    if (!CHECK_THAT(status == CNL_OK, "%s", error.message)) return;
    check_sound(file);
    CHECK_INT(file->structure.n, n);
    CHECK_INT(file->structure.m, m);
    CHECK_INT(file->structure.A.column_starts[n], entries);
    CHECK_INT(file->structure.cones.z, z + fixed_by_zero(name));
    CHECK_INT(file->structure.cones.l, l - fixed_by_zero(name));
    CHECK_STR(file->name, name);
    CHECK(file->structure.P.layout == CNL_CSC);
    problem_file_free(file);
}

static FILE *open_list(const char **folder)
{
    static const char *const PLACES[] = {"../shared/data", CONELET_SOURCE_DIR "/../shared/data"};
    char path[PATH_ROOM];
    const char *named = getenv("CONELET_TEST_DATA");
    for (size_t i = 0; i < (named != NULL ? 1 : sizeof PLACES / sizeof PLACES[0]); i++) {
        *folder = named != NULL ? named : PLACES[i];
        snprintf(path, sizeof path, "%s/optima.csv", *folder);
        FILE *list = fopen(path, "r");
        if (list != NULL) return list;
    }
    return NULL;
}

static void sizes_of_the_collection(void)
{
    const char *folder;
    char line[LINE_ROOM];
    int files = 0;
    FILE *list = open_list(&folder);
    if (list == NULL) {
        check_skip("no ../shared/data (or the folder that CONELET_TEST_DATA names)");
        return;
    }
    while (fgets(line, sizeof line, list) != NULL) {
        if (strncmp(line, "qp,", 3) != 0) continue;
        check_sizes(folder, line);
        files++;
    }
    fclose(list);
    CHECK_INT(files, FILES);
}

int main(int argc, char **argv)
{
    check_arguments(argc, argv);
    RUN(sizes_of_the_collection);
    return check_report();
}
