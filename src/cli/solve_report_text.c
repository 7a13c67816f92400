/* What `conelet solve` prints for people. */

#include <inttypes.h>
#include <math.h>
#include <stdio.h>

#include "machine.h"
#include "solve_job.h"

/* Up to here a line for every problem; beyond, a line for every outcome. */
enum { LARGEST_LISTED_BATCH = 20, LARGEST_SHOWN_N = 10, EXAMPLES = 3, DERIVATIVE_KINDS = 4 };

static const char *const DERIVATIVE_WORDS[DERIVATIVE_KINDS] = {"exact", "least squares", "degenerate", "none"};

static void print_heading(const solve_job *job)
{
    const cnl_structure *structure = &job->problem->structure;
    const char *name = job->problem->name;
    printf("%s", job->options.problem_path);
    if (name != NULL && name[0] != '\0') printf(" (%s)", name);
    printf(": %" PRId64 " problem%s, n = %d, m = %d", job->problem->batch, job->problem->batch == 1 ? "" : "s",
           structure->n, structure->m);
    printf(" (%d zero, %d nonnegative", structure->cones.z, structure->cones.l);
    if (structure->cones.q_count > 0) {
        printf(", %d second-order cone%s", structure->cones.q_count, structure->cones.q_count == 1 ? "" : "s");
    }
    printf("), P %s, A %s\n", layout_word(structure->P.layout), layout_word(structure->A.layout));
    const char *machine =
        cnl_context_is_cuda(job->context) ? cnl_context_device_name(job->context) : cnl_context_isa_name(job->context);
    printf("%s method, %s, eps %g\n\n", METHOD_WORDS[cnl_solver_method(job->solver)], machine,
           job->options.settings.eps_abs);
}

static void print_problems(const solve_job *job)
{
    const cnl_solution *solution = &job->answer.solution;
    printf("%8s  %-17s  %20s  %10s  %8s  %8s  %8s\n", "problem", "status", "objective", "iterations", "primal", "dual",
           "gap");
    for (int64_t i = 0; i < job->problem->batch; i++) {
        const double *residuals = solution->residuals + i * RESIDUAL_COUNT;
        printf("%8" PRId64 "  %-17s  %20.12g  %10d  %8.1e  %8.1e  %8.1e\n", i,
               cnl_outcome_string((cnl_outcome)solution->status[i]), solution->objective[i], solution->iterations[i],
               residuals[0], residuals[1], residuals[2]);
    }
}

/* The first few problems of an outcome, so that one can look at them. */
static void print_examples(const cnl_solution *solution, int64_t batch, int32_t status)
{
    int shown = 0;
    for (int64_t i = 0; i < batch && shown < EXAMPLES; i++) {
        if (solution->status[i] != status) continue;
        printf("%s%" PRId64, shown == 0 ? "   first " : ", ", i);
        shown++;
    }
}

static void print_outcomes(const solve_job *job)
{
    const batch_summary *summary = &job->summary;
    printf("%-17s  %10s  %8s\n", "status", "problems", "share");
    for (int32_t status = 0; status < OUTCOME_COUNT; status++) {
        int64_t count = summary->statuses[status];
        if (count == 0) continue;
        printf("%-17s  %10" PRId64 "  %7.3f%%", cnl_outcome_string((cnl_outcome)status), count,
               100.0 * (double)count / (double)summary->batch);
        if (status != CNL_SOLVED) print_examples(&job->answer.solution, summary->batch, status);
        printf("\n");
    }
}

/* The solution itself, where it fits on a line. */
static void print_solution(const solve_job *job)
{
    int32_t n = job->problem->structure.n;
    if (job->problem->batch > 1 || n > LARGEST_SHOWN_N) return;
    printf("\n%-11s", "x");
    for (int32_t j = 0; j < n; j++) printf(" %.8g", job->answer.solution.x[j]);
}

static void print_derivatives(const char *label, const int32_t *info, int64_t batch, double seconds)
{
    if (info == NULL) return;
    int64_t counts[DERIVATIVE_KINDS] = {0};
    for (int64_t i = 0; i < batch; i++) {
        if (info[i] >= 0 && info[i] < DERIVATIVE_KINDS) counts[info[i]]++;
    }
    printf("%-11s %.3g us per problem;", label, 1e6 * seconds / (double)batch);
    const char *separator = " ";
    for (int kind = 0; kind < DERIVATIVE_KINDS; kind++) {
        if (counts[kind] == 0) continue;
        printf("%s%" PRId64 " %s", separator, counts[kind], DERIVATIVE_WORDS[kind]);
        separator = ", ";
    }
    printf("\n");
}

void solve_report_text(const solve_job *job)
{
    const batch_summary *summary = &job->summary;
    bool is_listed = summary->batch <= LARGEST_LISTED_BATCH;
    print_heading(job);
    if (is_listed) {
        print_problems(job);
        print_solution(job);
    } else {
        print_outcomes(job);
    }
    printf("\n%-11s mean %.1f, most %d\n", "iterations", summary->iterations_mean, summary->iterations_max);
    if (!isnan(summary->worst[0])) {
        printf("%-11s primal %.1e, dual %.1e, gap %.1e: the worst of those solved\n", "residuals", summary->worst[0],
               summary->worst[1], summary->worst[2]);
    }
    printf("%-11s %.3g us per problem, %.3g s in all\n", "solve", 1e6 * job->solve_seconds / (double)summary->batch,
           job->solve_seconds);
    print_derivatives("vjp", job->answer.gradient.info, summary->batch, job->vjp_seconds);
    print_derivatives("jvp", job->answer.change_info, summary->batch, job->jvp_seconds);
}
