/* What `conelet solve --json` prints; the keys are listed in help.c. */

#include <math.h>
#include <stdio.h>

#include "machine.h"
#include "solve_job.h"

/* Beyond this the arrays with an entry per problem are left to the answer's file. */
enum { LARGEST_JSON_BATCH = 1000 };

static void write_cones(json_writer *json, const cnl_cones *cones)
{
    json_open(json, "cones", '{');
    json_integer(json, "z", cones->z);
    json_integer(json, "l", cones->l);
    json_open(json, "q", '[');
    for (int32_t k = 0; k < cones->q_count; k++) json_integer(json, NULL, cones->q[k]);
    json_close(json, ']');
    json_close(json, '}');
}

static void write_integers(json_writer *json, const char *key, const int32_t *values, int64_t count)
{
    json_open(json, key, '[');
    for (int64_t i = 0; i < count; i++) json_integer(json, NULL, values[i]);
    json_close(json, ']');
}

/* The same names as in the answer's file, one entry per problem; null for a batch that is too large to print. */
static void write_problems(json_writer *json, const solve_job *job)
{
    const cnl_solution *solution = &job->answer.solution;
    int64_t batch = job->problem->batch;
    if (batch > LARGEST_JSON_BATCH) {
        json_null(json, "status");
        json_null(json, "obj");
        json_null(json, "iterations");
        json_null(json, "residuals");
        return;
    }
    write_integers(json, "status", solution->status, batch);
    json_open(json, "obj", '[');
    for (int64_t i = 0; i < batch; i++) json_real(json, NULL, solution->objective[i]);
    json_close(json, ']');
    write_integers(json, "iterations", solution->iterations, batch);
    json_open(json, "residuals", '[');
    for (int64_t i = 0; i < batch; i++) {
        json_open(json, NULL, '[');
        for (int k = 0; k < RESIDUAL_COUNT; k++) json_real(json, NULL, solution->residuals[i * RESIDUAL_COUNT + k]);
        json_close(json, ']');
    }
    json_close(json, ']');
}

static void write_derivative_info(json_writer *json, const char *key, const int32_t *info, int64_t batch)
{
    if (info == NULL || batch > LARGEST_JSON_BATCH) {
        json_null(json, key);
        return;
    }
    write_integers(json, key, info, batch);
}

void solve_report_json(const solve_job *job)
{
    const cnl_structure *structure = &job->problem->structure;
    const batch_summary *summary = &job->summary;
    json_writer json = json_start(stdout);
    json_open(&json, NULL, '{');
    json_text(&json, "file", job->options.problem_path);
    json_text(&json, "name", job->problem->name);
    json_integer(&json, "n", structure->n);
    json_integer(&json, "m", structure->m);
    json_integer(&json, "batch", summary->batch);
    write_cones(&json, &structure->cones);
    json_text(&json, "method", METHOD_WORDS[cnl_solver_method(job->solver)]);
    json_text(&json, "isa", cnl_context_isa_name(job->context));
    json_text(&json, "device", cnl_context_device_name(job->context));
    int threads = machine_threads(&job->options.machine);
    json_real(&json, "threads", threads > 0 ? threads : NAN);
    json_real(&json, "eps", job->options.settings.eps_abs);
    json_real(&json, "solve_s", job->solve_seconds);
    json_real(&json, "vjp_s", job->vjp_seconds);
    json_real(&json, "jvp_s", job->jvp_seconds);
    summary_print_statuses(&json, summary);
    json_real(&json, "iterations_mean", summary->iterations_mean);
    json_integer(&json, "iterations_max", summary->iterations_max);
    json_open(&json, "worst_residuals", '[');
    for (int k = 0; k < RESIDUAL_COUNT; k++) json_real(&json, NULL, summary->worst[k]);
    json_close(&json, ']');
    write_problems(&json, job);
    write_derivative_info(&json, "vjp_info", job->answer.gradient.info, summary->batch);
    write_derivative_info(&json, "jvp_info", job->answer.change_info, summary->batch);
    json_close(&json, '}');
    printf("\n");
}
