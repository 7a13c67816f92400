/* The .npz files of ../shared/data, or of the folder that CONELET_TEST_DATA names: their sizes are those of its list.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "problem_file.h"

enum { LINE_ROOM = 400, PATH_ROOM = 600, INFEASIBLE_FILES = 14 };

/* The list of all problems, and the folder that it is in; NULL if there is none here. */
static FILE *open_list(const char **folder)
{
    static const char *const places[] = {"../shared/data", CONELET_SOURCE_DIR "/../shared/data"};
    char path[PATH_ROOM];
    const char *named = getenv("CONELET_TEST_DATA");
    int count = named != NULL ? 1 : 2;
    for (int i = 0; i < count; i++) {
        *folder = named != NULL ? named : places[i];
        snprintf(path, sizeof path, "%s/optima.csv", *folder);
        FILE *list = fopen(path, "r");
        if (list != NULL) return list;
    }
    check_skip("no ../shared/data (or the folder that CONELET_TEST_DATA names)");
    return NULL;
}

static problem_file *read_file(const char *folder, const char *name)
{
    char path[PATH_ROOM];
    problem_file *problem = NULL;
    cnl_error error = {.message = ""};
    snprintf(path, sizeof path, "%s/%s.npz", folder, name);
    check_note("%s", path);
    cnl_status status = problem_file_read(path, &problem, &error);
    CHECK_THAT(status == CNL_OK, "%s", error.message);
    return problem;
}

static void check_line(const char *folder, const char *line)
{
    char name[100];
    int n, m, entries;
    if (!CHECK_INT(sscanf(line, "infeasible,%59[^,],%d,%d,%d", name + 11, &n, &m, &entries), 4)) return;
    memcpy(name, "infeasible/", 11);
    problem_file *problem = read_file(folder, name);
    if (problem == NULL) return;
    CHECK_INT(problem->batch, 1);
    CHECK_INT(problem->structure.n, n);
    CHECK_INT(problem->structure.m, m);
    CHECK_INT(problem->structure.A.layout, CNL_CSC);
    CHECK_INT(problem->structure.A.column_starts[n], entries);
    CHECK_INT(problem->structure.cones.z + problem->structure.cones.l, m);
    problem_file_free(problem);
}

static void the_infeasible_programs_are_read(void)
{
    const char *folder;
    char line[LINE_ROOM];
    int files = 0;
    FILE *list = open_list(&folder);
    if (list == NULL) return;
    while (fgets(line, sizeof line, list) != NULL) {
        if (strncmp(line, "infeasible,", 11) != 0) continue;
        check_line(folder, line);
        files++;
    }
    fclose(list);
    CHECK_INT(files, INFEASIBLE_FILES);
}

static void the_program_that_stalls_is_read(void)
{
    const char *folder;
    FILE *list = open_list(&folder);
    if (list == NULL) return;
    fclose(list);
    problem_file *problem = read_file(folder, "stall/optnet10");
    if (problem == NULL) return;
    CHECK_INT(problem->structure.n, 10);
    CHECK_INT(problem->structure.m, 10);
    CHECK_INT(problem->structure.P.layout, CNL_DENSE);
    problem_file_free(problem);
}

int main(int argc, char **argv)
{
    check_arguments(argc, argv);
    RUN(the_infeasible_programs_are_read);
    RUN(the_program_that_stalls_is_read);
    return check_report();
}
