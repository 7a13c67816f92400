/*
 * Time DAQP's C library on a batch of quadratic programs, without an interpreter in between.
 *
 *     daqp_bench fresh|reuse DATA.bin [ANSWERS.bin]
 *
 * DATA.bin     int32 n, m, batch; then per problem P [n,n], c [n], A [m,n], b [m] in float64:
 *              minimise (1/2) x'P x + c'x  subject to  A x <= b.
 * ANSWERS.bin  per problem x [n], y [m] in float64, for whoever checks the residuals.
 *
 * Every problem is set up and solved from fresh data, from a cold start, with DAQP's defaults (primal tolerance 1e-6).
 * `fresh` calls daqp_quadprog(), which allocates its workspace anew for each problem; `reuse` keeps one workspace and
 * updates all of its data. Prints one line of JSON: the best of the repeats, in microseconds per problem.
 */
#define _POSIX_C_SOURCE 200809L

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "api.h"
#include "utils.h"

enum { REPEATS = 15 };

static const double NO_LOWER_BOUND = -1e30;

typedef struct batch_data {
    int32_t n;
    int32_t m;
    int32_t batch;
    double *numbers; /* P, c, A, b of each problem in turn */
    double *lower;   /* [m] no lower bound, the same for all */
    double *x;       /* [batch, n] */
    double *y;       /* [batch, m] */
} batch_data;

typedef struct outcome {
    int64_t solved;
    int64_t iterations;
    double best_seconds;
} outcome;

static size_t numbers_per_problem(const batch_data *data)
{
    size_t n = (size_t)data->n;
    size_t m = (size_t)data->m;
    return n * n + n + m * n + m;
}

static bool allocate(batch_data *data)
{
    size_t batch = (size_t)data->batch;
    data->numbers = malloc(batch * numbers_per_problem(data) * sizeof(double));
    data->lower = malloc((size_t)data->m * sizeof(double));
    data->x = malloc(batch * (size_t)data->n * sizeof(double));
    data->y = malloc(batch * (size_t)data->m * sizeof(double));
    return data->numbers != NULL && data->lower != NULL && data->x != NULL && data->y != NULL;
}

static void release(batch_data *data)
{
    free(data->numbers);
    free(data->lower);
    free(data->x);
    free(data->y);
}

static bool read_numbers(FILE *file, batch_data *data)
{
    int32_t header[3];
    if (fread(header, sizeof(int32_t), 3, file) != 3) return false;
    data->n = header[0];
    data->m = header[1];
    data->batch = header[2];
    if (data->n < 1 || data->m < 1 || data->batch < 1) return false;
    if (!allocate(data)) return false;

    for (int32_t row = 0; row < data->m; row++) data->lower[row] = NO_LOWER_BOUND;
    size_t count = (size_t)data->batch * numbers_per_problem(data);
    return fread(data->numbers, sizeof(double), count, file) == count;
}

static bool read_data(const char *path, batch_data *data)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL) return false;
    bool complete = read_numbers(file, data);
    fclose(file);
    return complete;
}

static bool write_answers(const char *path, const batch_data *data)
{
    FILE *file = fopen(path, "wb");
    if (file == NULL) return false;
    size_t n = (size_t)data->n;
    size_t m = (size_t)data->m;
    bool complete = true;
    for (size_t i = 0; i < (size_t)data->batch; i++) {
        complete = complete && fwrite(data->x + i * n, sizeof(double), n, file) == n;
        complete = complete && fwrite(data->y + i * m, sizeof(double), m, file) == m;
    }
    return fclose(file) == 0 && complete;
}

/* Views into the file's numbers: DAQP only reads them. */
static DAQPProblem problem_at(const batch_data *data, int32_t index)
{
    size_t n = (size_t)data->n;
    size_t m = (size_t)data->m;
    double *numbers = data->numbers + (size_t)index * numbers_per_problem(data);
    DAQPProblem problem;
    memset(&problem, 0, sizeof problem);
    problem.n = data->n;
    problem.m = data->m;
    problem.H = numbers;
    problem.f = numbers + n * n;
    problem.A = numbers + n * n + n;
    problem.bupper = numbers + n * n + n + m * n;
    problem.blower = data->lower;
    return problem;
}

static DAQPResult result_at(const batch_data *data, int32_t index)
{
    DAQPResult result;
    memset(&result, 0, sizeof result);
    result.x = data->x + (size_t)index * (size_t)data->n;
    result.lam = data->y + (size_t)index * (size_t)data->m;
    return result;
}

static void count(outcome *out, const DAQPResult *result)
{
    out->solved += result->exitflag == DAQP_EXIT_OPTIMAL;
    out->iterations += result->iter;
}

static void solve_fresh(const batch_data *data, DAQPSettings *settings, outcome *out)
{
    for (int32_t i = 0; i < data->batch; i++) {
        DAQPProblem problem = problem_at(data, i);
        DAQPResult result = result_at(data, i);
        daqp_quadprog(&result, &problem, settings);
        count(out, &result);
    }
}

static void solve_reusing(const batch_data *data, DAQPSettings *settings, outcome *out)
{
    const int everything = DAQP_UPDATE_Rinv | DAQP_UPDATE_M | DAQP_UPDATE_v | DAQP_UPDATE_d | DAQP_UPDATE_sense |
                           DAQP_UPDATE_unconstrained;
    DAQPWorkspace workspace;
    memset(&workspace, 0, sizeof workspace);
    workspace.settings = settings;
    DAQPProblem first = problem_at(data, 0);
    if (setup_daqp(&first, &workspace, NULL) < 0) return;

    for (int32_t i = 0; i < data->batch; i++) {
        DAQPProblem problem = problem_at(data, i);
        DAQPResult result = result_at(data, i);
        daqp_deactivate_constraints(&workspace); /* a cold start: forget the last active set */
        result.exitflag = daqp_update_ldp(everything, &workspace, &problem);
        if (result.exitflag >= 0) daqp_solve(&result, &workspace);
        count(out, &result);
    }
    workspace.settings = NULL; /* ours, not to be freed */
    free_daqp_workspace(&workspace);
    free_daqp_ldp(&workspace);
}

static double seconds_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static outcome measure(const batch_data *data, bool reuse)
{
    DAQPSettings settings;
    daqp_default_settings(&settings);
    outcome best = {0, 0, 1e300};
    for (int repeat = 0; repeat < REPEATS; repeat++) {
        outcome now = {0, 0, 0};
        double start = seconds_now();
        if (reuse)
            solve_reusing(data, &settings, &now);
        else
            solve_fresh(data, &settings, &now);
        now.best_seconds = seconds_now() - start;
        if (now.best_seconds < best.best_seconds) best = now;
    }
    return best;
}

int main(int count_arguments, char **arguments)
{
    bool reuse = count_arguments > 1 && strcmp(arguments[1], "reuse") == 0;
    bool fresh = count_arguments > 1 && strcmp(arguments[1], "fresh") == 0;
    if (count_arguments < 3 || count_arguments > 4 || (!reuse && !fresh)) {
        fprintf(stderr, "usage: daqp_bench fresh|reuse DATA.bin [ANSWERS.bin]\n");
        return 2;
    }
    batch_data data;
    memset(&data, 0, sizeof data);
    int exit_code = 2;
    if (!read_data(arguments[2], &data)) {
        fprintf(stderr, "daqp_bench: cannot read %s\n", arguments[2]);
    } else {
        outcome best = measure(&data, reuse);
        double batch = data.batch;
        printf(
            "{\"mode\": \"%s\", \"n\": %d, \"m\": %d, \"batch\": %d, \"us_per_qp\": %.4f, \"iterations_mean\": %.2f, "
            "\"solved\": %lld}\n",
            arguments[1], data.n, data.m, data.batch, 1e6 * best.best_seconds / batch, (double)best.iterations / batch,
            (long long)best.solved);
        exit_code = count_arguments == 4 && !write_answers(arguments[3], &data) ? 2 : 0;
    }
    release(&data);
    return exit_code;
}
