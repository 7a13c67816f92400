/* Host arrays to the device, the call, and everything back: on_device.h. For tests of one thread. */
#include "on_device.h"

#include <stdio.h>
#include <stdlib.h>

enum { MOST_SOLVERS = 64, MOST_ARRAYS = 24, SKIPPED = 77 };

/* What a solver's arrays look like. */
typedef struct known_solver {
    const cnl_solver *solver; /* NULL: free */
    const cnl_context *context;
    int64_t n, m, P, A; /* numbers of c, b, P, A */
    int64_t max_batch;
} known_solver;

static known_solver known[MOST_SOLVERS];

/* The arrays of one call. */
typedef struct carried {
    const cnl_context *context;
    int count;
    void *host[MOST_ARRAYS], *device[MOST_ARRAYS];
    size_t bytes[MOST_ARRAYS];
} carried;

static void stop(const char *what)
{
    fprintf(stderr, "on_device: %s\n", what);
    exit(1);
}

/* The array on the device, with what the host's holds; NULL stays NULL. */
static void *carry(carried *all, const void *host, int64_t numbers, size_t size)
{
    if (host == NULL) return NULL;
    if (all->count == MOST_ARRAYS) stop("too many arrays");
    int at = all->count++;
    all->host[at] = (void *)host;
    all->bytes[at] = (size_t)numbers * size;
    if (cnl_array_allocate(all->context, all->bytes[at], &all->device[at]) != CNL_OK ||
        cnl_array_upload(all->context, all->device[at], host, all->bytes[at]) != CNL_OK)
        stop("an array did not reach the device");
    return all->device[at];
}

/* Everything from `first` on comes back; all is freed. */
static void bring_back(carried *all, int first)
{
    for (int at = 0; at < all->count; at++) {
        if (at >= first && cnl_array_download(all->context, all->host[at], all->device[at], all->bytes[at]) != CNL_OK)
            stop("an array did not come back from the device");
        cnl_array_release(all->context, all->device[at]);
    }
}

static int64_t span(int64_t batch, int64_t stride, int64_t count) { return (batch - 1) * stride + count; }

static cnl_data carry_data(carried *all, const known_solver *of, int64_t batch, const cnl_data *data)
{
    cnl_data there = *data;
    there.P = carry(all, data->P, span(batch, data->P_stride, of->P), sizeof(double));
    there.c = carry(all, data->c, span(batch, data->c_stride, of->n), sizeof(double));
    there.A = carry(all, data->A, span(batch, data->A_stride, of->A), sizeof(double));
    there.b = carry(all, data->b, span(batch, data->b_stride, of->m), sizeof(double));
    return there;
}

/* The solver, if it can take so many problems. A call with others is refused, and its arrays may be of any size. */
static const known_solver *find(const cnl_solver *solver, int64_t batch)
{
    for (int k = 0; k < MOST_SOLVERS; k++) {
        const known_solver *at = &known[k];
        if (solver && at->solver == solver) return batch >= 1 && batch <= at->max_batch ? at : NULL;
    }
    return NULL;
}

/* The first context finds out whether there is a device at all. */
cnl_status on_device_context_create(const cnl_context_options *options, cnl_context **context, cnl_error *error)
{
    cnl_cuda_options cuda = {0};
    if (options) cuda.allocator = options->allocator;
    cnl_error why = {0};
    cnl_status status = cnl_context_create_cuda(&cuda, context, &why);
    if (status == CNL_NOT_SUPPORTED && getenv("CONELET_CUDA_PLUGIN") == NULL) {
        printf("skipped: %s\n", why.message);
        exit(SKIPPED);
    }
    if (error) *error = why;
    return status;
}

static int64_t numbers_of(const cnl_pattern *pattern, int64_t rows, int64_t columns)
{
    if (pattern->layout == CNL_ABSENT) return 0;
    return pattern->layout == CNL_DENSE ? rows * columns : pattern->column_starts[columns];
}

cnl_status on_device_solver_create(const cnl_context *context, const cnl_structure *structure,
                                   const cnl_settings *settings, int64_t max_batch, cnl_solver **solver,
                                   cnl_error *error)
{
    cnl_status status = cnl_solver_create(context, structure, settings, max_batch, solver, error);
    if (status != CNL_OK) return status;
    for (int k = 0; k < MOST_SOLVERS; k++) {
        if (known[k].solver) continue;
        known[k] = (known_solver){*solver, context, structure->n, structure->m, 0, 0, max_batch};
        known[k].P = numbers_of(&structure->P, structure->n, structure->n);
        known[k].A = numbers_of(&structure->A, structure->m, structure->n);
        return status;
    }
    stop("too many solvers");
    return status;
}

void on_device_solver_destroy(cnl_solver *solver)
{
    for (int k = 0; k < MOST_SOLVERS; k++)
        if (solver && known[k].solver == solver) known[k].solver = NULL;
    cnl_solver_destroy(solver);
}

cnl_status on_device_solve(cnl_solver *solver, int64_t batch, const cnl_data *data, const cnl_solution *solution)
{
    const known_solver *of = find(solver, batch);
    if (of == NULL || data == NULL || solution == NULL) return cnl_solve(solver, batch, data, solution);
    carried all = {.context = of->context};
    cnl_data there = carry_data(&all, of, batch, data);
    int first = all.count;
    cnl_solution out = {0};
    out.x = carry(&all, solution->x, batch * of->n, sizeof(double));
    out.y = carry(&all, solution->y, batch * of->m, sizeof(double));
    out.s = carry(&all, solution->s, batch * of->m, sizeof(double));
    out.objective = carry(&all, solution->objective, batch, sizeof(double));
    out.residuals = carry(&all, solution->residuals, 3 * batch, sizeof(double));
    out.iterations = carry(&all, solution->iterations, batch, sizeof(int32_t));
    out.status = carry(&all, solution->status, batch, sizeof(int32_t));
    cnl_status status = cnl_solve(solver, batch, &there, &out);
    bring_back(&all, first);
    return status;
}

cnl_status on_device_vjp(cnl_solver *solver, int64_t batch, const cnl_data *data, const cnl_cotangent *cotangent,
                         const cnl_gradient *gradient)
{
    const known_solver *of = find(solver, batch);
    if (of == NULL || data == NULL || cotangent == NULL || gradient == NULL)
        return cnl_vjp(solver, batch, data, cotangent, gradient);
    carried all = {.context = of->context};
    cnl_data there = carry_data(&all, of, batch, data);
    cnl_cotangent given = {0};
    given.dx = carry(&all, cotangent->dx, batch * of->n, sizeof(double));
    given.dy = carry(&all, cotangent->dy, batch * of->m, sizeof(double));
    given.ds = carry(&all, cotangent->ds, batch * of->m, sizeof(double));
    int first = all.count;
    cnl_gradient out = {0};
    out.dP = carry(&all, gradient->dP, span(batch, data->P_stride, of->P), sizeof(double));
    out.dc = carry(&all, gradient->dc, span(batch, data->c_stride, of->n), sizeof(double));
    out.dA = carry(&all, gradient->dA, span(batch, data->A_stride, of->A), sizeof(double));
    out.db = carry(&all, gradient->db, span(batch, data->b_stride, of->m), sizeof(double));
    out.info = carry(&all, gradient->info, batch, sizeof(int32_t));
    cnl_status status = cnl_vjp(solver, batch, &there, &given, &out);
    bring_back(&all, first);
    return status;
}

cnl_status on_device_jvp(cnl_solver *solver, int64_t batch, const cnl_data *data, const cnl_data *change, double *dx,
                         double *dy, double *ds, int32_t *info)
{
    const known_solver *of = find(solver, batch);
    if (of == NULL || data == NULL || change == NULL) return cnl_jvp(solver, batch, data, change, dx, dy, ds, info);
    carried all = {.context = of->context};
    cnl_data there = carry_data(&all, of, batch, data);
    cnl_data moved = carry_data(&all, of, batch, change);
    int first = all.count;
    double *to_dx = carry(&all, dx, batch * of->n, sizeof(double));
    double *to_dy = carry(&all, dy, batch * of->m, sizeof(double));
    double *to_ds = carry(&all, ds, batch * of->m, sizeof(double));
    int32_t *to_info = carry(&all, info, batch, sizeof(int32_t));
    cnl_status status = cnl_jvp(solver, batch, &there, &moved, to_dx, to_dy, to_ds, to_info);
    bring_back(&all, first);
    return status;
}

static cnl_data_f32 carry_data_f32(carried *all, const known_solver *of, int64_t batch, const cnl_data_f32 *data)
{
    cnl_data_f32 there = *data;
    there.P = carry(all, data->P, span(batch, data->P_stride, of->P), sizeof(float));
    there.c = carry(all, data->c, span(batch, data->c_stride, of->n), sizeof(float));
    there.A = carry(all, data->A, span(batch, data->A_stride, of->A), sizeof(float));
    there.b = carry(all, data->b, span(batch, data->b_stride, of->m), sizeof(float));
    return there;
}

cnl_status on_device_solve_f32(cnl_solver *solver, int64_t batch, const cnl_data_f32 *data,
                               const cnl_solution_f32 *solution)
{
    const known_solver *of = find(solver, batch);
    if (of == NULL || data == NULL || solution == NULL) return cnl_solve_f32(solver, batch, data, solution);
    carried all = {.context = of->context};
    cnl_data_f32 there = carry_data_f32(&all, of, batch, data);
    int first = all.count;
    cnl_solution_f32 out = {0};
    out.x = carry(&all, solution->x, batch * of->n, sizeof(float));
    out.y = carry(&all, solution->y, batch * of->m, sizeof(float));
    out.s = carry(&all, solution->s, batch * of->m, sizeof(float));
    out.objective = carry(&all, solution->objective, batch, sizeof(float));
    out.residuals = carry(&all, solution->residuals, 3 * batch, sizeof(float));
    out.iterations = carry(&all, solution->iterations, batch, sizeof(int32_t));
    out.status = carry(&all, solution->status, batch, sizeof(int32_t));
    cnl_status status = cnl_solve_f32(solver, batch, &there, &out);
    bring_back(&all, first);
    return status;
}

cnl_status on_device_vjp_f32(cnl_solver *solver, int64_t batch, const cnl_data_f32 *data,
                             const cnl_cotangent_f32 *cotangent, const cnl_gradient_f32 *gradient)
{
    const known_solver *of = find(solver, batch);
    if (of == NULL || data == NULL || cotangent == NULL || gradient == NULL)
        return cnl_vjp_f32(solver, batch, data, cotangent, gradient);
    carried all = {.context = of->context};
    cnl_data_f32 there = carry_data_f32(&all, of, batch, data);
    cnl_cotangent_f32 given = {0};
    given.dx = carry(&all, cotangent->dx, batch * of->n, sizeof(float));
    given.dy = carry(&all, cotangent->dy, batch * of->m, sizeof(float));
    given.ds = carry(&all, cotangent->ds, batch * of->m, sizeof(float));
    int first = all.count;
    cnl_gradient_f32 out = {0};
    out.dP = carry(&all, gradient->dP, span(batch, data->P_stride, of->P), sizeof(float));
    out.dc = carry(&all, gradient->dc, span(batch, data->c_stride, of->n), sizeof(float));
    out.dA = carry(&all, gradient->dA, span(batch, data->A_stride, of->A), sizeof(float));
    out.db = carry(&all, gradient->db, span(batch, data->b_stride, of->m), sizeof(float));
    out.info = carry(&all, gradient->info, batch, sizeof(int32_t));
    cnl_status status = cnl_vjp_f32(solver, batch, &there, &given, &out);
    bring_back(&all, first);
    return status;
}

cnl_status on_device_jvp_f32(cnl_solver *solver, int64_t batch, const cnl_data_f32 *data, const cnl_data_f32 *change,
                             float *dx, float *dy, float *ds, int32_t *info)
{
    const known_solver *of = find(solver, batch);
    if (of == NULL || data == NULL || change == NULL) return cnl_jvp_f32(solver, batch, data, change, dx, dy, ds, info);
    carried all = {.context = of->context};
    cnl_data_f32 there = carry_data_f32(&all, of, batch, data);
    cnl_data_f32 moved = carry_data_f32(&all, of, batch, change);
    int first = all.count;
    float *to_dx = carry(&all, dx, batch * of->n, sizeof(float));
    float *to_dy = carry(&all, dy, batch * of->m, sizeof(float));
    float *to_ds = carry(&all, ds, batch * of->m, sizeof(float));
    int32_t *to_info = carry(&all, info, batch, sizeof(int32_t));
    cnl_status status = cnl_jvp_f32(solver, batch, &there, &moved, to_dx, to_dy, to_ds, to_info);
    bring_back(&all, first);
    return status;
}
