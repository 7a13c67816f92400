/* Netlib's infeasible linear programs: every one is found out, by a certificate that holds, on every instruction set. A
   row for each file. */
#include <math.h>
#include <stdbool.h>
#include <stdio.h>

#include "check.h"
#include "collection.h"

enum { MOST = 100 };

static void find_out(const entry *about, cnl_isa isa)
{
    solved_file got;
    check_note("%s, %s", about->name, isa_word(isa));
    if (solved_file_open(&got, about->path, &(fixture_options){.isa = isa})) {
        const answers *answer = &got.fixture.answers;
        primal_certificate found =
            primal_certificate_of(&(problem){&got.file->structure, &got.file->data, 0}, answer->y);
        printf("    %-12s %-8s n %5d m %5d %-8s %-17s %3d iterations %8.3f s  |A'y| %8.1e  b'y %.9f  outside %8.1e\n",
               about->name, isa_word(isa), answer->n, answer->m, method_word(cnl_solver_method(got.fixture.solver)),
               cnl_outcome_string((cnl_outcome)answer->status[0]), answer->iterations[0], got.seconds,
               found.combination, found.value, found.outside);
        fflush(stdout);
        check_primal_infeasible(&got.fixture, 0);
    }
    solved_file_close(&got);
}

static void infeasible_programs_have_certificates(void)
{
    static entry entries[MOST];
    int count = collection_read("infeasible", entries, MOST);
    if (count == 0) return check_skip("no collection: see CONELET_TEST_DATA");
    for (cnl_isa isa = CNL_ISA_PORTABLE; isa <= CNL_ISA_AVX512; isa++)
        for (int k = 0; k < count && cpu_has(isa); k++) find_out(&entries[k], isa);
}

int main(int argc, char **argv)
{
    check_arguments(argc, argv);
    RUN(infeasible_programs_have_certificates);
    return check_report();
}
