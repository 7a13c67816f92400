#include "bench_measure.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "answer.h"
#include "progress.h"
#include "random.h"

/* A repeat takes at least this long, by as many calls as it needs, so that the clock's grain does not matter. */
static const double SHORTEST_REPEAT = 2e-3;

/* The call being timed and what it needs. */
typedef struct bench_run {
    const bench_subject *subject;
    cnl_solver *solver;
    answer answer;
    double *cotangent; /* [batch, n], NULL without --vjp */
} bench_run;

typedef cnl_status (*timed_call)(bench_run *run);

static cnl_status forward(bench_run *run)
{
    return cnl_solve(run->solver, run->subject->batch, run->subject->data, &run->answer.solution);
}

static cnl_status backward(bench_run *run)
{
    cnl_cotangent cotangent = {.dx = run->cotangent};
    return cnl_vjp(run->solver, run->subject->batch, run->subject->data, &cotangent, &run->answer.gradient);
}

static cnl_status time_calls(bench_run *run, timed_call call, int64_t calls, double *seconds)
{
    double start = seconds_now();
    for (int64_t k = 0; k < calls; k++) {
        cnl_status status = call(run);
        if (status != CNL_OK) return status;
    }
    *seconds = (seconds_now() - start) / (double)calls;
    return CNL_OK;
}

/* The best time of one call, after one that warms up. */
static cnl_status best_seconds(bench_run *run, timed_call call, int64_t repeats, double *best)
{
    double seconds = 0;
    cnl_status status = time_calls(run, call, 1, &seconds);
    int64_t calls = seconds >= SHORTEST_REPEAT ? 1 : (int64_t)ceil(SHORTEST_REPEAT / fmax(seconds, 1e-7));
    *best = INFINITY;
    for (int64_t k = 0; k < repeats && status == CNL_OK; k++) {
        status = time_calls(run, call, calls, &seconds);
        if (status == CNL_OK) *best = fmin(*best, seconds);
    }
    return status;
}

static cnl_status fail(cnl_error *error, cnl_status status, const char *message)
{
    error->status = status;
    snprintf(error->message, sizeof(error->message), "%s", message);
    return status;
}

static cnl_status prepare(const bench_setup *setup, bench_run *run, double *create_us, cnl_error *error)
{
    const bench_subject *subject = run->subject;
    double start = seconds_now();
    cnl_status status =
        cnl_solver_create(setup->context, subject->structure, &setup->settings, subject->batch, &run->solver, error);
    *create_us = 1e6 * (seconds_now() - start);
    if (status != CNL_OK) return status;

    answer_request request = {.vectors = true, .gradient = setup->with_vjp};
    if (!answer_allocate(subject->structure, subject->data, subject->batch, request, &run->answer)) {
        return fail(error, CNL_OUT_OF_MEMORY, "not enough memory for the answers");
    }
    if (!setup->with_vjp) return CNL_OK;
    size_t count = (size_t)subject->batch * (size_t)subject->structure->n;
    run->cotangent = malloc(count * sizeof(double));
    if (run->cotangent == NULL) return fail(error, CNL_OUT_OF_MEMORY, "not enough memory for the gradients");
    random_stream stream = random_start(2, 0);
    random_fill_normal(&stream, (int64_t)count, run->cotangent);
    return CNL_OK;
}

static cnl_status measure(const bench_setup *setup, bench_run *run, bench_row *row, cnl_error *error)
{
    const bench_subject *subject = run->subject;
    cnl_status status = prepare(setup, run, &row->create_us, error);
    if (status != CNL_OK) return status;

    double seconds;
    status = best_seconds(run, forward, setup->repeats, &seconds);
    if (status != CNL_OK) return fail(error, status, cnl_solver_message(run->solver));
    row->forward_us = 1e6 * seconds / (double)subject->batch;
    row->backward_us = NAN;
    if (setup->with_vjp) {
        status = best_seconds(run, backward, setup->repeats, &seconds);
        if (status != CNL_OK) return fail(error, status, cnl_solver_message(run->solver));
        row->backward_us = 1e6 * seconds / (double)subject->batch;
    }

    row->method = cnl_solver_method(run->solver);
    row->summary = summarise(&run->answer.solution, subject->batch);
    row->worst_residual =
        bench_worst_residual(subject->structure, subject->data, subject->batch, &run->answer.solution);
    double operations = bench_operations(subject->structure, row->method, row->summary.iterations_mean);
    row->peak_share = operations / (1e3 * row->forward_us * setup->peak_gflops);
    return CNL_OK;
}

cnl_status bench_measure(const bench_setup *setup, const bench_subject *subject, bench_row *row, cnl_error *error)
{
    *row = (bench_row){
        .family = subject->name,
        .isa = cnl_context_isa_name(setup->context),
        .n = subject->structure->n,
        .m = subject->structure->m,
        .batch = subject->batch,
        .threads = setup->threads,
        .eps = setup->settings.eps_abs,
        .peak_gflops = setup->peak_gflops,
    };
    bench_run run = {.subject = subject};
    cnl_status status = measure(setup, &run, row, error);
    free(run.cotangent);
    answer_free(&run.answer);
    cnl_solver_destroy(run.solver);
    return status;
}
