#include "fixture.h"

#include <string.h>
#include <time.h>

#include "check.h"

static cnl_settings settings_of(const fixture_options *options)
{
    cnl_settings settings = cnl_settings_default();
    settings.method = options->method;
    if (options->eps > 0) {
        settings.eps_abs = options->eps;
        settings.eps_rel = options->eps;
    }
    if (options->forget_factors) settings.keep_factors = 0;
    if (options->max_iterations > 0) settings.max_iterations = options->max_iterations;
    return settings;
}

bool fixture_open(fixture *all, const programs *problems, const fixture_options *options)
{
    memset(all, 0, sizeof *all);
    all->judged_structure = programs_structure(problems);
    all->judged_data = programs_data(problems);
    all->stored = stored_create(problems, options->layout);
    all->answers = answers_create(problems->batch, problems->n, problems->m);

    cnl_error error = {CNL_OK, ""};
    cnl_settings settings = settings_of(options);
    cnl_context_options context = {.threads = options->threads > 0 ? options->threads : 1, .isa = options->isa};
    int64_t max_batch = options->max_batch > 0 ? options->max_batch : problems->batch;

    cnl_status status = cnl_context_create(&context, &all->context, &error);
    if (!CHECK_THAT(status == CNL_OK, "cnl_context_create: %s", error.message)) return false;
    status = cnl_solver_create(all->context, &all->stored.structure, &settings, max_batch, &all->solver, &error);
    return CHECK_THAT(status == CNL_OK, "cnl_solver_create: %s", error.message);
}

bool fixture_solve(fixture *all, const programs *problems, const fixture_options *options)
{
    if (!fixture_open(all, problems, options)) return false;
    cnl_status status = cnl_solve(all->solver, problems->batch, &all->stored.data, &all->answers.view);
    return CHECK_THAT(status == CNL_OK, "cnl_solve: %s", cnl_solver_message(all->solver));
}

void fixture_close(fixture *all)
{
    cnl_solver_destroy(all->solver);
    cnl_context_destroy(all->context);
    stored_free(&all->stored);
    answers_free(&all->answers);
    memset(all, 0, sizeof *all);
}

void check_solved(const fixture *all, int64_t i, double tolerance)
{
    const answers *got = &all->answers;
    int64_t n = got->n;
    int64_t m = got->m;
    /* What is summed in another order differs by rounding; the last digits of the tolerance allow for that. */
    double allowed = tolerance * 1.0001 + 1e-15;
    kkt found = kkt_of(&(problem){&all->judged_structure, &all->judged_data, i}, got->x + i * n, got->y + i * m,
                       got->s + i * m);

    CHECK_THAT(got->status[i] == CNL_SOLVED, "problem %lld: %s after %d iterations (residuals %.2e %.2e %.2e)",
               (long long)i, cnl_outcome_string((cnl_outcome)got->status[i]), got->iterations[i], found.primal,
               found.dual, found.gap);
    CHECK_THAT(found.primal <= allowed, "problem %lld: primal residual %.3e", (long long)i, found.primal);
    CHECK_THAT(found.dual <= allowed, "problem %lld: dual residual %.3e", (long long)i, found.dual);
    CHECK_THAT(found.gap <= allowed, "problem %lld: gap %.3e", (long long)i, found.gap);
    CHECK_THAT(found.s_outside <= 1e-12, "problem %lld: s outside K by %.3e", (long long)i, found.s_outside);
    CHECK_THAT(found.y_outside <= 1e-12, "problem %lld: y outside K* by %.3e", (long long)i, found.y_outside);
}

void check_all_solved(const fixture *all, double tolerance)
{
    for (int64_t i = 0; i < all->answers.batch; i++) check_solved(all, i, tolerance);
}

void check_primal_infeasible(const fixture *all, int64_t i)
{
    const answers *got = &all->answers;
    primal_certificate found =
        primal_certificate_of(&(problem){&all->judged_structure, &all->judged_data, i}, got->y + i * got->m);

    CHECK_THAT(got->status[i] == CNL_PRIMAL_INFEASIBLE, "problem %lld: %s after %d iterations", (long long)i,
               cnl_outcome_string((cnl_outcome)got->status[i]), got->iterations[i]);
    CHECK_THAT(found.combination <= 1e-8, "problem %lld: |A'y| = %.3e", (long long)i, found.combination);
    CHECK_THAT(found.value >= -1 - 1e-9 && found.value <= -1 + 1e-9, "problem %lld: b'y = %.12g", (long long)i,
               found.value);
    CHECK_THAT(found.outside <= 1e-12, "problem %lld: y outside K* by %.3e", (long long)i, found.outside);
    CHECK_NEAR(got->objective[i], __builtin_inf(), 0);
}

void check_dual_infeasible(const fixture *all, int64_t i)
{
    const answers *got = &all->answers;
    dual_certificate found = dual_certificate_of(&(problem){&all->judged_structure, &all->judged_data, i},
                                                 got->x + i * got->n, got->s + i * got->m);

    CHECK_THAT(got->status[i] == CNL_DUAL_INFEASIBLE, "problem %lld: %s after %d iterations", (long long)i,
               cnl_outcome_string((cnl_outcome)got->status[i]), got->iterations[i]);
    CHECK_THAT(found.curvature <= 1e-8, "problem %lld: |Px| = %.3e", (long long)i, found.curvature);
    CHECK_THAT(found.constraint <= 1e-8, "problem %lld: |Ax + s| = %.3e", (long long)i, found.constraint);
    CHECK_THAT(found.value >= -1 - 1e-9 && found.value <= -1 + 1e-9, "problem %lld: c'x = %.12g", (long long)i,
               found.value);
    CHECK_THAT(found.outside <= 1e-12, "problem %lld: s outside K by %.3e", (long long)i, found.outside);
    CHECK_NEAR(got->objective[i], -__builtin_inf(), 0);
}

bool cpu_has(cnl_isa isa)
{
#if defined(CONELET_HAS_X86_PACKS)
    if (isa == CNL_ISA_AVX2) return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
    if (isa == CNL_ISA_AVX512) {
        return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
               __builtin_cpu_supports("avx512vl");
    }
#else
    if (isa == CNL_ISA_AVX2 || isa == CNL_ISA_AVX512) return false;
#endif
    return true;
}

const char *isa_word(cnl_isa isa)
{
    static const char *const words[] = {"auto", "portable", "avx2", "avx512"};
    return words[isa];
}

const char *method_word(cnl_method method)
{
    static const char *const words[] = {"auto", "primal", "dual", "sparse"};
    return words[method];
}

double seconds_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}
