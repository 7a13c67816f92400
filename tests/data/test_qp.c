/* The Maros and Meszaros problems of the collection, on every instruction set: all solved, to the published optimum. A
   row for each file. */
#include <math.h>
#include <stdio.h>

#include "check.h"
#include "collection.h"

enum { MOST = 200 };

/* A problem alone is solved by packs of one lane, which are one text: with AddressSanitizer, which makes them ten times
   as slow, those that the machine would choose. */
#ifdef __SANITIZE_ADDRESS__
static const cnl_isa tested[] = {CNL_ISA_AUTO};
#else
static const cnl_isa tested[] = {CNL_ISA_PORTABLE, CNL_ISA_AVX2, CNL_ISA_AVX512};
#endif

static void print_row(const entry *about, const solved_file *got, const kkt *found, double difference)
{
    const answers *answer = &got->fixture.answers;
    printf("    %-10s n %5d m %5d %-8s %-16s %3d iterations %8.3f s  off %8.1e  residuals %7.1e %7.1e %7.1e\n",
           about->name, answer->n, answer->m, method_word(cnl_solver_method(got->fixture.solver)),
           cnl_outcome_string((cnl_outcome)answer->status[0]), answer->iterations[0], got->seconds, difference,
           found->primal, found->dual, found->gap);
    fflush(stdout);
}

/* What 1e-6 is relative to: the optimum, with the file's constant or without it as the solver sees it, whose tolerances
   are relative to that. (S268: an optimum of 0 beside a constant of 14463; the next test looks closer.) */
static double size_of(const entry *about, const solved_file *got)
{
    double seen = about->objective - got->file->offset[0];
    return fmax(1, fmax(fabs(about->objective), fabs(seen)));
}

static void solve_one(const entry *about, cnl_isa isa)
{
    solved_file got;
    check_note("%s, %s", about->name, isa_word(isa));
    if (solved_file_open(&got, about->path, &(fixture_options){.isa = isa})) {
        const answers *answer = &got.fixture.answers;
        problem judged = {&got.file->structure, &got.file->data, 0};
        kkt found = kkt_of(&judged, answer->x, answer->y, answer->s);
        double optimum = answer->objective[0] + got.file->offset[0];
        print_row(about, &got, &found, fabs(optimum - about->objective) / size_of(about, &got));
        check_solved(&got.fixture, 0, 1e-8);
        CHECK_NEAR(optimum, about->objective, 1e-6 * size_of(about, &got));
    }
    solved_file_close(&got);
}

static void the_published_optima_are_found(void)
{
    static entry entries[MOST];
    int count = collection_read("qp", entries, MOST);
    if (count == 0) return check_skip("no collection: see CONELET_TEST_DATA");
    for (size_t i = 0; i < sizeof tested / sizeof *tested; i++) {
        if (!cpu_has(tested[i])) continue;
        printf("    %s\n", isa_word(tested[i]));
        for (int k = 0; k < count; k++) solve_one(&entries[k], tested[i]);
    }
}

/* S268 has its optimum at 0: at a tolerance of 1e-12 what is found is 1e-6 of that, absolutely. (The 2.6e-6 of
   optima.csv is another solver's, at 1e-9; the constant of 14463 cancels.) */
static void an_optimum_of_zero_is_found_beside_a_large_constant(const cnl_method *method)
{
    char path[512];
    solved_file got;
    collection_path("qp/S268.qps.gz", path, sizeof path);
    FILE *there = fopen(path, "rb");
    if (there == NULL) return check_skip("no collection: see CONELET_TEST_DATA");
    fclose(there);
    check_note("%s", method_word(*method));
    if (solved_file_open(&got, path, &(fixture_options){.method = *method, .eps = 1e-12})) {
        CHECK_INT(got.fixture.answers.status[0], CNL_SOLVED);
        CHECK_NEAR(got.fixture.answers.objective[0] + got.file->offset[0], 0, 1e-6);
    }
    solved_file_close(&got);
}

int main(int argc, char **argv)
{
    static const cnl_method methods[] = {CNL_METHOD_PRIMAL, CNL_METHOD_DUAL, CNL_METHOD_SPARSE};
    check_arguments(argc, argv);
    RUN(the_published_optima_are_found);
    RUN_CASES(an_optimum_of_zero_is_found_beside_a_large_constant, methods);
    return check_report();
}
