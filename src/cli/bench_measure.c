#include "bench_measure.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "answer.h"
#include "bench_floats.h"
#include "device_arrays.h"
#include "progress.h"
#include "random.h"

/* A repeat takes at least this long, by as many calls as it needs, so that the clock's grain does not matter. */
static const double SHORTEST_REPEAT = 2e-3;

/* The call being timed and what it needs. */
typedef struct bench_run {
    const cnl_context *context;
    const bench_subject *subject;
    bool in_floats;
    cnl_solver *solver;
    device_arrays arrays; /* copies of the inputs on a device; none on the CPU */
    bench_floats floats;  /* instead of the next two, if the calls are on floats */
    cnl_data data;        /* where the calls take it; so is the next */
    cnl_cotangent along;
    answer answer;
    answer on_device;  /* what the calls fill where the context is on a device */
    double *cotangent; /* [batch, n], NULL without --vjp */
} bench_run;

typedef cnl_status (*timed_call)(bench_run *run);

static answer *calls_answer(bench_run *run)
{
    return cnl_context_is_cuda(run->context) ? &run->on_device : &run->answer;
}

static cnl_status forward(bench_run *run)
{
    if (run->in_floats) return bench_floats_solve(&run->floats, run->solver, run->subject->batch, calls_answer(run));
    return cnl_solve(run->solver, run->subject->batch, &run->data, &calls_answer(run)->solution);
}

static cnl_status backward(bench_run *run)
{
    if (run->in_floats) return bench_floats_vjp(&run->floats, run->solver, run->subject->batch, calls_answer(run));
    return cnl_vjp(run->solver, run->subject->batch, &run->data, &run->along, &calls_answer(run)->gradient);
}

/* From nothing under way to nothing under way: a call on a device only starts its work. */
static cnl_status time_calls(bench_run *run, timed_call call, int64_t calls, double *seconds)
{
    double start = seconds_now();
    for (int64_t k = 0; k < calls; k++) {
        cnl_status status = call(run);
        if (status != CNL_OK) return status;
    }
    cnl_status status = cnl_context_synchronize(run->context);
    *seconds = (seconds_now() - start) / (double)calls;
    return status;
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

/* Room for the answers, and numbers to differentiate along. */
static cnl_status make_room(const bench_setup *setup, bench_run *run, cnl_error *error)
{
    const bench_subject *subject = run->subject;
    answer_request request = {.vectors = true, .gradient = setup->with_vjp};
    bool is_made =
        answer_allocate(NULL, subject->structure, subject->data, subject->batch, request, &run->answer) &&
        (!cnl_context_is_cuda(run->context) ||
         answer_allocate(run->context, subject->structure, subject->data, subject->batch, request, &run->on_device));
    if (!is_made) return fail(error, CNL_OUT_OF_MEMORY, "not enough memory for the answers");
    if (!setup->with_vjp) return CNL_OK;
    size_t count = (size_t)subject->batch * (size_t)subject->structure->n;
    run->cotangent = malloc(count * sizeof(double));
    if (run->cotangent == NULL) return fail(error, CNL_OUT_OF_MEMORY, "not enough memory for the gradients");
    random_stream stream = random_start(2, 0);
    random_fill_normal(&stream, (int64_t)count, run->cotangent);
    return CNL_OK;
}

static cnl_status place_doubles(bench_run *run)
{
    const bench_subject *subject = run->subject;
    int64_t count = subject->batch * subject->structure->n;
    cnl_status status =
        device_arrays_place_data(&run->arrays, subject->structure, subject->batch, subject->data, &run->data);
    if (status == CNL_OK) status = device_arrays_place(&run->arrays, run->cotangent, count, &run->along.dx);
    return status;
}

/* Timed calls find their inputs where they want them. */
static cnl_status place_inputs(bench_run *run, cnl_error *error)
{
    const bench_subject *subject = run->subject;
    run->arrays.context = run->context;
    cnl_status status = run->in_floats ? bench_floats_make(&run->floats, &run->arrays, subject->structure,
                                                           subject->batch, subject->data, run->cotangent)
                                       : place_doubles(run);
    return status == CNL_OK ? status : fail(error, status, "the data cannot be copied to the device");
}

static cnl_status prepare(const bench_setup *setup, bench_run *run, double *create_us, cnl_error *error)
{
    const bench_subject *subject = run->subject;
    double start = seconds_now();
    cnl_status status =
        cnl_solver_create(run->context, subject->structure, &setup->settings, subject->batch, &run->solver, error);
    *create_us = 1e6 * (seconds_now() - start);
    if (status == CNL_OK) status = make_room(setup, run, error);
    if (status == CNL_OK) status = place_inputs(run, error);
    return status;
}

/* The best microseconds per problem of a call. */
static cnl_status measure_call(bench_run *run, timed_call call, int64_t repeats, double *us, cnl_error *error)
{
    double seconds;
    cnl_status status = best_seconds(run, call, repeats, &seconds);
    *us = 1e6 * seconds / (double)run->subject->batch;
    if (status == CNL_OK) return status;
    const char *message = cnl_solver_message(run->solver);
    return fail(error, status, message[0] != '\0' ? message : cnl_status_string(status));
}

/* What the answers are like, from the data that the calls had. */
static void judge(const bench_setup *setup, bench_run *run, bench_row *row)
{
    const bench_subject *subject = run->subject;
    const cnl_data *data = run->in_floats ? &run->floats.rounded : subject->data;
    if (run->in_floats) bench_floats_widen(subject->structure, subject->batch, &run->answer);
    row->method = cnl_solver_method(run->solver);
    row->summary = summarise(&run->answer.solution, subject->batch);
    row->worst_residual = bench_worst_residual(subject->structure, data, subject->batch, &run->answer.solution);
    double operations = bench_operations(subject->structure, row->method, row->summary.iterations_mean);
    row->peak_share = run->in_floats ? NAN : operations / (1e3 * row->forward_us * setup->peak_gflops);
}

static cnl_status measure(const bench_setup *setup, bench_run *run, bench_row *row, cnl_error *error)
{
    cnl_status status = prepare(setup, run, &row->create_us, error);
    if (status == CNL_OK) status = measure_call(run, forward, setup->repeats, &row->forward_us, error);
    row->backward_us = NAN;
    if (status == CNL_OK && setup->with_vjp)
        status = measure_call(run, backward, setup->repeats, &row->backward_us, error);
    if (status != CNL_OK) return status;
    status = answer_fetch(&run->on_device, &run->answer);
    if (status != CNL_OK) return fail(error, status, "the answers cannot be copied from the device");

    judge(setup, run, row);
    return CNL_OK;
}

cnl_status bench_measure(const bench_setup *setup, const bench_subject *subject, bench_row *row, cnl_error *error)
{
    *row = (bench_row){
        .family = subject->name,
        .isa = cnl_context_isa_name(setup->context),
        .device = cnl_context_device_name(setup->context),
        .n = subject->structure->n,
        .m = subject->structure->m,
        .batch = subject->batch,
        .threads = setup->threads,
        .eps = setup->settings.eps_abs,
        .precision = setup->settings.f32 ? "f32" : "f64",
        .peak_gflops = setup->peak_gflops,
    };
    bench_run run = {.context = setup->context, .subject = subject, .in_floats = setup->settings.f32 != 0};
    cnl_status status = measure(setup, &run, row, error);
    free(run.cotangent);
    answer_free(&run.answer);
    answer_free(&run.on_device);
    device_arrays_free(&run.arrays);
    bench_floats_free(&run.floats);
    cnl_solver_destroy(run.solver);
    return status;
}
