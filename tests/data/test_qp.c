/* The Maros and Meszaros problems of the collection: the published optimum to 1e-6, at least 95 % solved, none with a
   wrong claim. A row for each file. */
#include <math.h>
#include <stdio.h>

#include "check.h"
#include "collection.h"

enum { MOST = 200 };

static void print_row(const entry *about, const solved_file *got, const kkt *found, double difference)
{
    const answers *answer = &got->fixture.answers;
    printf("    %-10s n %5d m %5d %-8s %-16s %3d iterations %8.3f s  off %8.1e  residuals %7.1e %7.1e %7.1e\n",
           about->name, answer->n, answer->m, method_word(cnl_solver_method(got->fixture.solver)),
           cnl_outcome_string((cnl_outcome)answer->status[0]), answer->iterations[0], got->seconds, difference,
           found->primal, found->dual, found->gap);
    fflush(stdout);
}

/* What 1e-6 is relative to: the optimum, with the file's constant or without it as the solver sees it. (S268 has an
   optimum of 0 and a constant of 14463.) */
static double size_of(const entry *about, const solved_file *got)
{
    double seen = about->objective - got->file->offset[0];
    return fmax(1, fmax(fabs(about->objective), fabs(seen)));
}

/* @return whether the problem is solved, rightly. */
static bool solve_one(const entry *about)
{
    solved_file got;
    bool solved = false;
    check_note("%s", about->name);
    if (solved_file_open(&got, about->path, CNL_METHOD_AUTO, CNL_ISA_AUTO)) {
        const answers *answer = &got.fixture.answers;
        problem judged = {&got.file->structure, &got.file->data, 0};
        kkt found = kkt_of(&judged, answer->x, answer->y, answer->s);
        double optimum = answer->objective[0] + got.file->offset[0];
        double difference = fabs(optimum - about->objective) / size_of(about, &got);
        int32_t status = answer->status[0];
        print_row(about, &got, &found, difference);
        solved = status == CNL_SOLVED;
        if (solved) {
            check_solved(&got.fixture, 0, 1e-8);
            CHECK_NEAR(optimum, about->objective, 1e-6 * size_of(about, &got));
        }
        /* An unsolved problem is named so; a claim that it has no solution is wrong. */
        CHECK_THAT(solved || status == CNL_ALMOST_SOLVED || status == CNL_ITERATION_LIMIT ||
                       status == CNL_NUMERICAL_ERROR,
                   "claimed to be %s", cnl_outcome_string((cnl_outcome)status));
    }
    solved_file_close(&got);
    return solved;
}

static void the_published_optima_are_found(void)
{
    static entry entries[MOST];
    int count = collection_read("qp", entries, MOST);
    if (count == 0) return check_skip("no collection: see CONELET_TEST_DATA");
    int solved = 0;
    for (int k = 0; k < count; k++) solved += solve_one(&entries[k]);
    check_note("%d of %d", solved, count);
    CHECK(solved >= 0.95 * count);
    printf("    %d of %d solved\n", solved, count);
}

int main(int argc, char **argv)
{
    check_arguments(argc, argv);
    RUN(the_published_optima_are_found);
    return check_report();
}
