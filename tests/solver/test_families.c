/* The families of the bench: every problem solved to 1e-8, residuals recomputed, known solutions met. */
#include <math.h>
#include <stdlib.h>

#include "check.h"
#include "family.h"
#include "fixture.h"

/* Solve the family's batch as it is stored and judge the answers by the same numbers. */
static void solve_family(const family *about, const family_problem *made, cnl_method method, cnl_isa isa)
{
    fixture got = {.judged_structure = made->structure, .judged_data = made->data};
    cnl_settings settings = cnl_settings_default();
    cnl_context_options options = {.threads = 2, .isa = isa};
    cnl_error error = {CNL_OK, ""};
    settings.method = method;
    got.answers = answers_create(made->batch, made->structure.n, made->structure.m);
    check_note("%s, n = %d, %s, %s", about->name, made->structure.n, method_word(method), isa_word(isa));

    CHECK_OK(cnl_context_create(&options, &got.context, &error));
    cnl_status status = cnl_solver_create(got.context, &made->structure, &settings, made->batch, &got.solver, &error);
    if (CHECK_THAT(status == CNL_OK, "%s", error.message)) {
        CHECK_OK(cnl_solve(got.solver, made->batch, &made->data, &got.answers.view));
        check_all_solved(&got, 1e-8);
        for (int64_t i = 0; made->x != NULL && i < made->batch; i++) {
            problem judged = {&made->structure, &made->data, i};
            kkt known =
                kkt_of(&judged, made->x + i * got.answers.n, made->y + i * got.answers.m, made->s + i * got.answers.m);
            CHECK_NEAR(got.answers.objective[i], known.objective, 1e-6 * (1 + fabs(known.objective)));
        }
    }
    fixture_close(&got);
}

static void a_family_is_solved(const family *about, int32_t n, int64_t batch)
{
    const uint64_t seed = 1;
    family_problem made;
    cnl_error error = {CNL_OK, ""};
    check_seed(seed);
    cnl_status status = family_generate(about->name, n, 0, batch, seed, &made, &error);
    if (!CHECK_THAT(status == CNL_OK, "%s: %s", about->name, error.message)) return;

    for (int isa = CNL_ISA_PORTABLE; isa <= CNL_ISA_AVX512; isa++) {
        if (cpu_has((cnl_isa)isa)) solve_family(about, &made, CNL_METHOD_AUTO, (cnl_isa)isa);
    }
    solve_family(about, &made, CNL_METHOD_PRIMAL, CNL_ISA_AUTO);
    solve_family(about, &made, CNL_METHOD_SPARSE, CNL_ISA_AUTO);
    bool takes_dual =
        made.structure.cones.q_count == 0 && made.structure.m > 0 && made.structure.P.layout != CNL_ABSENT;
    if (takes_dual) solve_family(about, &made, CNL_METHOD_DUAL, CNL_ISA_AUTO);
    family_problem_free(&made);
}

static void every_family_is_solved_at_its_usual_size(void)
{
    for (int k = 0; k < family_count(); k++) {
        const family *about = family_at(k);
        a_family_is_solved(about, about->default_n, about->default_n < 40 ? 64 : 9);
    }
}

static void every_family_is_solved_when_small(void)
{
    for (int k = 0; k < family_count(); k++) {
        const family *about = family_at(k);
        a_family_is_solved(about, about->smallest_n, 65);
        a_family_is_solved(about, about->smallest_n + 3, 33);
    }
}

int main(int argc, char **argv)
{
    check_arguments(argc, argv);
    RUN(every_family_is_solved_at_its_usual_size);
    RUN(every_family_is_solved_when_small);
    return check_report();
}
