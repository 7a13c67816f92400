/* Netlib's infeasible linear programs: every certificate holds, nothing else is claimed of any of them, and at most one
   in ten is left without an answer. A row for each file. */
#include <math.h>
#include <stdbool.h>
#include <stdio.h>

#include "check.h"
#include "collection.h"

enum { MOST = 100 };

/* Returns whether the program was found out. "Numerical error" and "iteration limit" claim nothing. */
static bool find_out(const entry *about)
{
    bool found_out = false;
    solved_file got;
    check_note("%s", about->name);
    if (solved_file_open(&got, about->path, CNL_METHOD_AUTO)) {
        const answers *answer = &got.fixture.answers;
        primal_certificate found =
            primal_certificate_of(&(problem){&got.file->structure, &got.file->data, 0}, answer->y);
        printf("    %-12s n %5d m %5d %-8s %-17s %3d iterations %8.3f s  |A'y| %8.1e  b'y %.9f  outside %8.1e\n",
               about->name, answer->n, answer->m, method_word(cnl_solver_method(got.fixture.solver)),
               cnl_outcome_string((cnl_outcome)answer->status[0]), answer->iterations[0], got.seconds,
               found.combination, found.value, found.outside);
        fflush(stdout);
        int32_t status = answer->status[0];
        found_out = status == CNL_PRIMAL_INFEASIBLE;
        if (found_out)
            check_primal_infeasible(&got.fixture, 0);
        else
            CHECK(status == CNL_NUMERICAL_ERROR || status == CNL_ITERATION_LIMIT);
    }
    solved_file_close(&got);
    return found_out;
}

static void infeasible_programs_have_certificates(void)
{
    static entry entries[MOST];
    int count = collection_read("infeasible", entries, MOST);
    if (count == 0) return check_skip("no collection: see CONELET_TEST_DATA");
    int found_out = 0;
    for (int k = 0; k < count; k++) found_out += find_out(&entries[k]);
    check_note("%d of %d", found_out, count);
    CHECK(found_out >= 0.9 * count);
}

int main(int argc, char **argv)
{
    check_arguments(argc, argv);
    RUN(infeasible_programs_have_certificates);
    return check_report();
}
