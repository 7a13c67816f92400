/* Adjoints from what a solve has kept on a device: they need no P any more, and of A but the active rows, so that
   NaN in place of all else changes nothing. Where no kernel started from kept factors, nothing but NaN would come. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "device_api.h"
#include "device_problem.h"

static const layout dense = {.P = FORM_DENSE};

/* Of every instance of the solve the smallest and the largest problems, with equalities, with few rows, with many. */
static const device_case cases[] = {
    {"n = m = 10", 10, {0, 10, 0, NULL}, 0, CNL_METHOD_DUAL, dense, 3, 0, 1},
    {"n = 16, m = 9", 16, {2, 7, 0, NULL}, 0, CNL_METHOD_DUAL, dense, 3, 0, 1},
    {"n = m = 17", 17, {3, 14, 0, NULL}, 0, CNL_METHOD_DUAL, dense, 2, 0, 1},
    {"n = m = 24", 24, {0, 24, 0, NULL}, 0, CNL_METHOD_DUAL, dense, 2, 0, 1},
    {"n = m = 32", 32, {1, 31, 0, NULL}, 0, CNL_METHOD_DUAL, dense, 3, 0, 1},
    {"n = 40, m = 3", 40, {0, 3, 0, NULL}, 0, CNL_METHOD_DUAL, dense, 1, 0, 1},
    {"n = 47, m = 40", 47, {4, 36, 0, NULL}, 0, CNL_METHOD_DUAL, dense, 1, 0, 1},
    {"n = m = 50", 50, {0, 50, 0, NULL}, 0, CNL_METHOD_DUAL, dense, 2, 0, 1},
    {"n = 56, m = 50, most active", 56, {44, 6, 0, NULL}, 0, CNL_METHOD_DUAL, dense, 1, 0, 1},
    {"n = m = 64", 64, {0, 64, 0, NULL}, 0, CNL_METHOD_DUAL, dense, 1, 0, 1},
};

static void send(void *to, const double *from, int64_t count)
{
    CHECK_OK(cudaMemcpy(to, from, (size_t)count * sizeof(double), cudaMemcpyHostToDevice));
}

static double *fetched(const double *from, int64_t count)
{
    double *to = malloc((size_t)count * sizeof *to);
    CHECK_OK(cudaMemcpy(to, from, (size_t)count * sizeof(double), cudaMemcpyDeviceToHost));
    return to;
}

static void spoil_P(const device_problem *all)
{
    int64_t count = all->row->batch * all->row->n * all->row->n;
    double *P = malloc((size_t)count * sizeof *P);
    for (int64_t e = 0; e < count; e++) P[e] = NAN;
    send((void *)(uintptr_t)all->views.data.P, P, count);
    free(P);
}

/* Rows without a multiplier. */
static void spoil_A(const device_problem *all)
{
    int64_t n = all->row->n;
    int64_t m = all->row->cones.z + all->row->cones.l;
    int64_t rows = all->row->batch * m;
    double *A = fetched(all->views.data.A, rows * n);
    double *y = fetched(all->views.solution.y, rows);
    for (int64_t i = 0; i < rows; i++) {
        if (y[i] != 0) continue;
        for (int64_t k = 0; k < n; k++) A[i * n + k] = NAN;
    }
    send((void *)(uintptr_t)all->views.data.A, A, rows * n);
    free(A);
    free(y);
}

/* Gradients for cotangents of x and y; with one of s the rows of A would be needed. */
static double *gradients(const device_problem *all)
{
    cnl_cotangent given = all->views.cotangent;
    given.ds = NULL;
    CHECK_OK(cnl_vjp(all->solver, all->row->batch, &all->views.data, &given, &all->views.gradient));
    return device_problem_outputs(all);
}

static void adjoints_need_no_P(const device_case *row)
{
    device_problem all;
    cnl_context *context = context_on_stream(0, NULL);
    check_note("%s", row->name);
    if (device_problem_open(&all, context, row)) {
        device_problem_start_solve(&all);
        double *expected = gradients(&all);
        spoil_P(&all);
        spoil_A(&all);
        double *found = gradients(&all);
        CHECK_BITS(found, expected, 1, all.views.output_count);
        free(expected);
        free(found);
    }
    device_problem_close(&all);
    cnl_context_destroy(context);
}

int main(int argc, char **argv)
{
    check_arguments(argc, argv);
    count_devices();
    RUN_CASES(adjoints_need_no_P, cases);
    return check_report();
}
