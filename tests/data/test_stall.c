/* A QP on which an interior point whose corrector cycles never ends. */
#include <stdio.h>

#include "check.h"
#include "collection.h"

static void the_stalling_problem_is_solved(const cnl_method *method)
{
    char path[512];
    solved_file got;
    collection_path("stall/optnet10.npz", path, sizeof path);
    FILE *there = fopen(path, "rb");
    if (there == NULL) return check_skip("no collection: see CONELET_TEST_DATA");
    fclose(there);

    check_note("%s", method_word(*method));
    if (solved_file_open(&got, path, &(fixture_options){.method = *method})) {
        check_solved(&got.fixture, 0, 1e-8);
        CHECK_NEAR(got.fixture.answers.objective[0], 4.879499665456, 1e-7);
        CHECK_AT_MOST(got.fixture.answers.iterations[0], 40);
    }
    solved_file_close(&got);
}

int main(int argc, char **argv)
{
    static const cnl_method methods[] = {CNL_METHOD_AUTO, CNL_METHOD_PRIMAL, CNL_METHOD_DUAL, CNL_METHOD_SPARSE};
    check_arguments(argc, argv);
    RUN_CASES(the_stalling_problem_is_solved, methods);
    return check_report();
}
