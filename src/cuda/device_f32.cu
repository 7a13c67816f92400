/* Widen what goes in, the call on doubles, round what comes out: all on the context's stream. Where doubles are slow,
   solves go in floats first, and only what they leave is widened. */
#include "device_f32.h"

#include "device_solver.h"
#include "f32_convert.h"

/* Numbers of one problem. */
static int64_t length_of(const structure *shape, int which)
{
    const int64_t lengths[DEVICE_F32_DATA] = {shape->P.count, shape->n, shape->A.count, shape->m};
    return lengths[which];
}

void device_f32_layout(arena *memory, const structure *shape, int64_t max_batch, device_f32 *v)
{
    size_t batch = (size_t)max_batch;
    for (int k = 0; k < DEVICE_F32_DATA; k++) {
        size_t length = (size_t)length_of(shape, k);
        v->data[k] = (double *)arena_take(memory, batch * length, sizeof(double));
        v->change[k] = (double *)arena_take(memory, batch * length, sizeof(double));
    }
    v->dx = (double *)arena_take(memory, batch * (size_t)shape->n, sizeof(double));
    v->dy = (double *)arena_take(memory, batch * (size_t)shape->m, sizeof(double));
    v->ds = (double *)arena_take(memory, batch * (size_t)shape->m, sizeof(double));
    v->objective = (double *)arena_take(memory, batch, sizeof(double));
    v->residuals = (double *)arena_take(memory, 3 * batch, sizeof(double));
}

/* One array with a row for each problem, or for all; either may be absent. With `left` only the rows of problems that
   are left are converted, and those for all. */
typedef struct float_array {
    const float *in; /* what is widened, or */
    float *out;      /* where to round */
    double *wide;
    int64_t length;
    int64_t stride; /* of the floats; 0: one row for all problems */
} float_array;

static int convert_all(const device_solver *solver, int64_t batch, const float_array *arrays, int count,
                       const int32_t *left)
{
    void *stream = solver->context->stream;
    int answer = cudaSuccess;
    for (int k = 0; k < count && answer == cudaSuccess; k++) {
        const float_array *a = &arrays[k];
        int64_t rows = a->stride == 0 ? 1 : batch;
        const int32_t *of_rows = a->stride == 0 ? NULL : left;
        if (a->in) answer = f32_widen_launch(rows, a->length, a->in, a->stride, a->wide, of_rows, stream);
        if (a->out) answer = f32_narrow_launch(rows, a->length, a->wide, a->out, a->stride, of_rows, stream);
    }
    return answer;
}

/* The data in doubles, as cnl_solve() takes them; of problems that are left, if `left` is not NULL. */
static int widen_data(const device_solver *solver, int64_t batch, const cnl_data_f32 *from, double *const to[],
                      const int32_t *left, cnl_data *wide)
{
    const structure *shape = &solver->plan.shape;
    const float *numbers[DEVICE_F32_DATA] = {from->P, from->c, from->A, from->b};
    const int64_t strides[DEVICE_F32_DATA] = {from->P_stride, from->c_stride, from->A_stride, from->b_stride};
    const double **wide_numbers[DEVICE_F32_DATA] = {&wide->P, &wide->c, &wide->A, &wide->b};
    int64_t *wide_strides[DEVICE_F32_DATA] = {&wide->P_stride, &wide->c_stride, &wide->A_stride, &wide->b_stride};
    float_array arrays[DEVICE_F32_DATA];
    for (int k = 0; k < DEVICE_F32_DATA; k++) {
        int64_t length = length_of(shape, k);
        arrays[k] = {numbers[k], NULL, to[k], length, strides[k]};
        *wide_numbers[k] = numbers[k] ? to[k] : NULL;
        *wide_strides[k] = strides[k] == 0 ? 0 : length;
    }
    return convert_all(solver, batch, arrays, DEVICE_F32_DATA, left);
}

/* In doubles: all, or with `left` what floats have left. */
static cnl_status solve_widened(device_solver *solver, int64_t batch, const cnl_data_f32 *data, const int32_t *left,
                                const cnl_solution *wanted)
{
    cnl_data wide = {};
    int answer = widen_data(solver, batch, data, solver->f32.data, left, &wide);
    if (answer != cudaSuccess) return device_check(answer, "widening the data", NULL);
    return left ? device_solve_left(solver, batch, &wide, wanted) : device_solve(solver, batch, &wide, wanted);
}

cnl_status device_solve_f32(device_solver *solver, int64_t batch, const cnl_data_f32 *data,
                            const cnl_solution_f32 *solution)
{
    device_scope scope(solver->context);
    const device_f32 *own = &solver->f32;
    int64_t n = solver->plan.shape.n;
    int64_t m = solver->plan.shape.m;
    cnl_solution wanted = {};
    wanted.objective = solution->objective ? own->objective : NULL;
    wanted.residuals = solution->residuals ? own->residuals : NULL;
    wanted.iterations = solution->iterations;
    wanted.status = solution->status;
    bool singly = solver->launch.single.blocks > 0;
    cnl_status status = singly ? device_solve_single(solver, batch, data, &wanted) : CNL_OK;
    if (status == CNL_OK) status = solve_widened(solver, batch, data, singly ? solver->left : NULL, &wanted);
    if (status != CNL_OK) return status;

    const float_array arrays[] = {
        {NULL, solution->x, solver->x, n, n},
        {NULL, solution->y, solver->y, m, m},
        {NULL, solution->s, solver->s, m, m},
        {NULL, solution->objective, own->objective, 1, 1},
        {NULL, solution->residuals, own->residuals, 3, 3},
    };
    return device_check(convert_all(solver, batch, arrays, 5, NULL), "rounding a solution", NULL);
}

cnl_status device_vjp_f32(device_solver *solver, int64_t batch, const cnl_data_f32 *data,
                          const cnl_cotangent_f32 *cotangent, const cnl_gradient_f32 *gradient)
{
    device_scope scope(solver->context);
    const device_f32 *own = &solver->f32;
    const structure *shape = &solver->plan.shape;
    cnl_data wide = {};
    const float_array given[] = {
        {cotangent->dx, NULL, own->dx, shape->n, shape->n},
        {cotangent->dy, NULL, own->dy, shape->m, shape->m},
        {cotangent->ds, NULL, own->ds, shape->m, shape->m},
    };
    bool singly = solver->launch.single_adjoint.blocks > 0;
    const int32_t *left = singly ? solver->left_adjoints : NULL;
    cnl_status status = singly ? device_vjp_single(solver, batch, data, cotangent, gradient) : CNL_OK;
    if (status != CNL_OK) return status;
    int answer = widen_data(solver, batch, data, own->data, left, &wide);
    if (answer == cudaSuccess) answer = convert_all(solver, batch, given, 3, left);
    if (answer != cudaSuccess) return device_check(answer, "widening the data", NULL);

    cnl_cotangent from = {};
    from.dx = cotangent->dx ? own->dx : NULL;
    from.dy = cotangent->dy ? own->dy : NULL;
    from.ds = cotangent->ds ? own->ds : NULL;
    cnl_gradient wanted = {};
    wanted.dP = gradient->dP ? own->change[0] : NULL;
    wanted.dc = gradient->dc ? own->change[1] : NULL;
    wanted.dA = gradient->dA ? own->change[2] : NULL;
    wanted.db = gradient->db ? own->change[3] : NULL;
    wanted.info = gradient->info;
    status = singly ? device_vjp_left(solver, batch, &wide, &from, &wanted)
                    : device_vjp(solver, batch, &wide, &from, &wanted);
    if (status != CNL_OK) return status;

    const float_array arrays[] = {
        {NULL, gradient->dP, own->change[0], length_of(shape, 0), data->P_stride},
        {NULL, gradient->dc, own->change[1], length_of(shape, 1), data->c_stride},
        {NULL, gradient->dA, own->change[2], length_of(shape, 2), data->A_stride},
        {NULL, gradient->db, own->change[3], length_of(shape, 3), data->b_stride},
    };
    return device_check(convert_all(solver, batch, arrays, 4, left), "rounding gradients", NULL);
}

cnl_status device_jvp_f32(device_solver *solver, int64_t batch, const cnl_data_f32 *data, const cnl_data_f32 *change,
                          float *dx, float *dy, float *ds, int32_t *info)
{
    device_scope scope(solver->context);
    const device_f32 *own = &solver->f32;
    const structure *shape = &solver->plan.shape;
    cnl_data wide = {};
    cnl_data wide_change = {};
    int answer = widen_data(solver, batch, data, own->data, NULL, &wide);
    if (answer == cudaSuccess) answer = widen_data(solver, batch, change, own->change, NULL, &wide_change);
    if (answer != cudaSuccess) return device_check(answer, "widening the data", NULL);

    cnl_status status = device_jvp(solver, batch, &wide, &wide_change, dx ? own->dx : NULL, dy ? own->dy : NULL,
                                   ds ? own->ds : NULL, info);
    if (status != CNL_OK) return status;

    const float_array arrays[] = {
        {NULL, dx, own->dx, shape->n, shape->n},
        {NULL, dy, own->dy, shape->m, shape->m},
        {NULL, ds, own->ds, shape->m, shape->m},
    };
    return device_check(convert_all(solver, batch, arrays, 3, NULL), "rounding changes", NULL);
}
