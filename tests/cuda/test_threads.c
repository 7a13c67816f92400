/* Adjoints by threads, from what their solves keep: against the CPU's, by no other kernel, at any place in a batch. So
   many problems may come that they go to threads on any device. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "device_api.h"
#include "device_problem.h"

/* MANY: for a device of one multiprocessor, which the simulator has; a GPU has more. */
#ifdef CONELET_CUDASIM
enum { MANY = 128 };
#else
enum { MANY = 1 << 16 };
#endif

static const layout dense = {.P = FORM_DENSE};
static const layout shared_limits = {.shared_A = true, .shared_b = true};
static const layout shared_objective = {.shared_P = true, .shared_c = true};
static const layout shared_data = {.shared_P = true, .shared_c = true, .shared_A = true, .shared_b = true};

static const device_case cases[] = {
    {"all of ten", 10, {0, 10, 0, NULL}, 0, CNL_METHOD_DUAL, dense, 70, MANY, 1},
    {"equalities too", 10, {3, 7, 0, NULL}, 0, CNL_METHOD_DUAL, dense, 33, MANY, 1},
    {"equalities alone", 10, {10, 0, 0, NULL}, 0, CNL_METHOD_DUAL, dense, 32, MANY, 1},
    {"more variables than rows", 9, {1, 3, 0, NULL}, 0, CNL_METHOD_DUAL, dense, 65, MANY, 1},
    {"more rows than variables", 4, {1, 9, 0, NULL}, 0, CNL_METHOD_DUAL, dense, 41, MANY, 1},
    {"one of each", 1, {0, 1, 0, NULL}, 0, CNL_METHOD_DUAL, dense, 50, MANY, 1},
    {"few problems", 7, {2, 4, 0, NULL}, 0, CNL_METHOD_DUAL, dense, 6, MANY, 1},
};
static const device_case shared_cases[] = {
    {"shared A and b", 8, {1, 6, 0, NULL}, 0, CNL_METHOD_DUAL, shared_limits, 70, MANY, 1},
    {"shared P and c", 6, {0, 5, 0, NULL}, 0, CNL_METHOD_DUAL, shared_objective, 70, MANY, 1},
    {"all shared", 5, {2, 6, 0, NULL}, 0, CNL_METHOD_DUAL, shared_data, 300, MANY > 300 ? MANY : 300, 1},
};

/* Numbers of the gradients in the outputs: dP, dc, dA, db one after another. */
static int64_t gradient_count(const device_problem *all)
{
    const call_arrays *views = &all->views;
    return views->dx - views->gradient.dP;
}

static const double *gradients_in(const device_problem *all, const double *outputs)
{
    return outputs + (all->views.gradient.dP - all->outputs);
}

static int32_t info_in(const device_problem *all, const double *outputs, int64_t problem)
{
    const double *at = outputs + ((const double *)all->views.gradient.info - all->outputs);
    return ((const int32_t *)at)[problem];
}

static double largest(const double *numbers, int64_t count)
{
    double most = 0;
    for (int64_t k = 0; k < count; k++) most = fmax(most, fabs(numbers[k]));
    return most;
}

/* A case's problems on the device, solved and differentiated. */
static bool open_case(device_problem *all, cnl_context **context, const device_case *row)
{
    check_note("%s", row->name);
    *context = context_on_stream(0, NULL);
    if (!device_problem_open(all, *context, row)) return false;
    device_problem_start(all);
    return true;
}

static void close_case(device_problem *all, cnl_context *context)
{
    device_problem_close(all);
    cnl_context_destroy(context);
}

static void gradients_are_those_of_the_cpu(const device_case *row)
{
    device_problem all;
    cnl_context *context;
    if (open_case(&all, &context, row)) {
        double *outputs = device_problem_outputs(&all);
        double *expected = device_problem_on_cpu(&all);
        int64_t count = gradient_count(&all);
        const double *cpu = gradients_in(&all, expected);
        CHECK_ARRAY(gradients_in(&all, outputs), cpu, 1, count, 1e-9 * largest(cpu, count));
        for (int64_t i = 0; i < row->batch; i++) CHECK_INT(info_in(&all, outputs, i), info_in(&all, expected, i));
        free(outputs);
        free(expected);
    }
    close_case(&all, context);
}

#ifdef CONELET_CUDASIM
static cnl_status vjp(const device_problem *all)
{
    return cnl_vjp(all->solver, all->row->batch, &all->views.data, &all->views.cotangent, &all->views.gradient);
}

/* Threads', warps' and blocks'; before sm_80 there are none for warps. */
static int launches_of_a_call(void)
{
    const char *architecture = getenv("CUDASIM_ARCH");
    return architecture && atoi(architecture) < 80 ? 2 : 3;
}

/* The second launch of a call fails; what the first one, the threads', has written is all there is to write. */
static void no_other_kernel_is_needed(const device_case *row)
{
    device_problem all;
    cnl_context *context;
    if (open_case(&all, &context, row)) {
        double *outputs = device_problem_outputs(&all);
        cudasim_fail(CUDASIM_LAUNCH, 0);
        CHECK_OK(vjp(&all));
        CHECK_INT(cudasim_calls(), launches_of_a_call());
        device_problem_spoil(&all);
        cudasim_fail(CUDASIM_LAUNCH, 2);
        CHECK_INT(vjp(&all), CNL_DEVICE_ERROR);
        cudasim_fail(0, 0);
        double *by_threads = device_problem_outputs(&all);
        CHECK_BITS(gradients_in(&all, by_threads), gradients_in(&all, outputs), 1, gradient_count(&all));
        for (int64_t i = 0; i < row->batch; i++) CHECK_INT(info_in(&all, by_threads, i), CNL_DERIVATIVE_EXACT);
        free(by_threads);
        free(outputs);
    }
    close_case(&all, context);
}
#endif

/* The arguments of a call for all problems but the first ones. */
static cnl_data data_from(const cnl_data *data, int64_t first)
{
    cnl_data later = *data;
    later.P += first * data->P_stride;
    later.c += first * data->c_stride;
    later.A += first * data->A_stride;
    later.b += first * data->b_stride;
    return later;
}

/* Without the first `left_out` problems: the others' gradients, where they were, have the bits that they had. */
static void check_without_first(device_problem *all, const double *outputs, int64_t left_out)
{
    const call_arrays *views = &all->views;
    int64_t n = all->stored.structure.n;
    int64_t m = all->stored.structure.m;
    int64_t batch = all->row->batch - left_out;
    cnl_data later = data_from(&views->data, left_out);
    cnl_solution solution = {.status = views->solution.status};
    cnl_cotangent cotangent = {views->cotangent.dx + left_out * n, views->cotangent.dy + left_out * m,
                               views->cotangent.ds + left_out * m};
    cnl_gradient gradient = views->gradient;
    gradient.dP += left_out * n * n;
    gradient.dc += left_out * n;
    gradient.dA += left_out * m * n;
    gradient.db += left_out * m;
    gradient.info = NULL;
    device_problem_spoil(all);
    CHECK_OK(cnl_solve(all->solver, batch, &later, &solution));
    CHECK_OK(cnl_vjp(all->solver, batch, &later, &cotangent, &gradient));
    double *again = device_problem_outputs(all);
    const int64_t places[][2] = {{gradient.dP - all->outputs, n * n},
                                 {gradient.dc - all->outputs, n},
                                 {gradient.dA - all->outputs, m * n},
                                 {gradient.db - all->outputs, m}};
    for (int k = 0; k < 4; k++) CHECK_BITS(again + places[k][0], outputs + places[k][0], batch, places[k][1]);
    free(again);
}

static void the_place_in_a_batch_does_not_matter(const device_case *row)
{
    device_problem all;
    cnl_context *context;
    if (open_case(&all, &context, row)) {
        double *outputs = device_problem_outputs(&all);
        check_without_first(&all, outputs, 1);
        check_without_first(&all, outputs, row->batch / 2);
        free(outputs);
    }
    close_case(&all, context);
}

int main(int count, char **words)
{
    check_arguments(count, words);
    RUN_CASES(gradients_are_those_of_the_cpu, cases);
    RUN_CASES(gradients_are_those_of_the_cpu, shared_cases);
#ifdef CONELET_CUDASIM
    RUN_CASES(no_other_kernel_is_needed, cases);
#endif
    RUN_CASES(the_place_in_a_batch_does_not_matter, cases);
    return check_report();
}
