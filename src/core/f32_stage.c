#include "f32_stage.h"

#include <string.h>

/* Numbers of one problem in each datum. */
typedef struct data_counts {
    int64_t of[F32_DATA];
} data_counts;

/* The members of a cnl_data_f32, in the same order. */
typedef struct data_members {
    const float *numbers[F32_DATA];
    int64_t strides[F32_DATA];
} data_members;

static data_counts counts_of(const structure *shape)
{
    return (data_counts){{shape->P.count, shape->n, shape->A.count, shape->m}};
}

static data_members members_of(const cnl_data_f32 *data)
{
    return (data_members){{data->P, data->c, data->A, data->b},
                          {data->P_stride, data->c_stride, data->A_stride, data->b_stride}};
}

static void widen(int64_t count, const float *from, double *to)
{
    for (int64_t k = 0; k < count; k++) to[k] = from[k];
}

static void narrow(int64_t count, const double *from, float *to)
{
    for (int64_t k = 0; k < count; k++) to[k] = (float)from[k];
}

/* A row of `count` numbers of every problem of a pack, problem after problem. */
static void widen_rows(const f32_pack *pack, int64_t count, const float *from, int64_t stride, double *to)
{
    for (int l = 0; l < pack->live; l++) widen(count, from + pack->problems[l] * stride, to + l * count);
}

static void narrow_rows(const f32_pack *pack, int64_t count, const double *from, float *to, int64_t stride)
{
    if (to == NULL) return;
    for (int l = 0; l < pack->live; l++) narrow(count, from + l * count, to + pack->problems[l] * stride);
}

static double *take_doubles(arena *memory, int64_t count) { return arena_take(memory, (size_t)count, sizeof(double)); }

void f32_stage_layout(arena *memory, const structure *shape, int lanes, f32_stage *stage)
{
    data_counts counts = counts_of(shape);
    for (int k = 0; k < F32_DATA; k++) {
        stage->data[k] = take_doubles(memory, lanes * counts.of[k]);
        stage->change[k] = take_doubles(memory, lanes * counts.of[k]);
    }
    double **of_n[] = {&stage->x, &stage->dx};
    double **of_m[] = {&stage->y, &stage->s, &stage->dy, &stage->ds};
    for (size_t k = 0; k < sizeof of_n / sizeof *of_n; k++) *of_n[k] = take_doubles(memory, (int64_t)lanes * shape->n);
    for (size_t k = 0; k < sizeof of_m / sizeof *of_m; k++) *of_m[k] = take_doubles(memory, (int64_t)lanes * shape->m);
    stage->objective = take_doubles(memory, lanes);
    stage->residuals = take_doubles(memory, 3 * (int64_t)lanes);
    stage->iterations = arena_take(memory, (size_t)lanes, sizeof *stage->iterations);
    stage->status = arena_take(memory, (size_t)lanes, sizeof *stage->status);
}

void f32_shared_layout(arena *memory, const structure *shape, f32_shared *shared)
{
    data_counts counts = counts_of(shape);
    for (int k = 0; k < F32_DATA; k++) {
        shared->data[k] = take_doubles(memory, counts.of[k]);
        shared->change[k] = take_doubles(memory, counts.of[k]);
    }
}

void f32_widen_shared(const structure *shape, const cnl_data_f32 *data, double *const to[F32_DATA])
{
    data_counts counts = counts_of(shape);
    data_members given = members_of(data);
    for (int k = 0; k < F32_DATA; k++)
        if (given.strides[k] == 0 && given.numbers[k]) widen(counts.of[k], given.numbers[k], to[k]);
}

void f32_round_shared(const structure *shape, const cnl_data_f32 *data, double *const from[F32_DATA],
                      const cnl_gradient_f32 *gradient)
{
    data_counts counts = counts_of(shape);
    data_members given = members_of(data);
    float *const to[F32_DATA] = {gradient->dP, gradient->dc, gradient->dA, gradient->db};
    for (int k = 0; k < F32_DATA; k++)
        if (given.strides[k] == 0 && to[k]) narrow(counts.of[k], from[k], to[k]);
}

f32_pack f32_pack_of(const int64_t *problems, int live, int lanes)
{
    f32_pack pack = {.problems = problems, .live = live};
    for (int l = 0; l < lanes; l++) pack.lanes[l] = l < live ? l : live - 1;
    pack.lanes[lanes] = 0;
    return pack;
}

/* The data of a pack: those of its problems widened into `own`, the shared ones where they have been widened. */
static cnl_data widen_data(const structure *shape, const cnl_data_f32 *data, const f32_pack *pack, double *const own[],
                           double *const shared[])
{
    data_counts counts = counts_of(shape);
    data_members given = members_of(data);
    const double *at[F32_DATA];
    int64_t strides[F32_DATA];
    for (int k = 0; k < F32_DATA; k++) {
        int is_shared = given.strides[k] == 0;
        at[k] = given.numbers[k] == NULL ? NULL : is_shared ? shared[k] : own[k];
        strides[k] = is_shared ? 0 : counts.of[k];
        if (at[k] && !is_shared) widen_rows(pack, counts.of[k], given.numbers[k], given.strides[k], own[k]);
    }
    return (cnl_data){at[0], at[1], at[2], at[3], strides[0], strides[1], strides[2], strides[3]};
}

solve_job f32_open_single(const f32_stage *stage, const plan *plan, cnl_solution *solution)
{
    *solution = (cnl_solution){.objective = stage->objective,
                               .residuals = stage->residuals,
                               .iterations = stage->iterations,
                               .status = stage->status};
    return (solve_job){plan, NULL, solution, stage->x, stage->y, stage->s, stage->status};
}

solve_job f32_open_solve(const f32_stage *stage, const f32_call *call, const f32_pack *pack, const plan *plan,
                         cnl_data *data, cnl_solution *solution)
{
    *data = widen_data(plan->structure, call->data, pack, stage->data, call->shared->data);
    solve_job job = f32_open_single(stage, plan, solution);
    job.data = data;
    return job;
}

void f32_close_solve(const f32_stage *stage, const f32_call *call, const f32_pack *pack, const solve_job *own)
{
    const cnl_solution_f32 *to = call->solution;
    size_t n = (size_t)own->plan->structure->n;
    size_t m = (size_t)own->plan->structure->m;
    for (int l = 0; l < pack->live; l++) {
        size_t problem = (size_t)pack->problems[l];
        memcpy(own->x + problem * n, stage->x + (size_t)l * n, n * sizeof *own->x);
        memcpy(own->y + problem * m, stage->y + (size_t)l * m, m * sizeof *own->y);
        memcpy(own->s + problem * m, stage->s + (size_t)l * m, m * sizeof *own->s);
        own->status[problem] = to->status[problem] = stage->status[l];
        if (to->iterations) to->iterations[problem] = stage->iterations[l];
    }
    narrow_rows(pack, (int64_t)n, stage->x, to->x, (int64_t)n);
    narrow_rows(pack, (int64_t)m, stage->y, to->y, (int64_t)m);
    narrow_rows(pack, (int64_t)m, stage->s, to->s, (int64_t)m);
    narrow_rows(pack, 1, stage->objective, to->objective, 1);
    narrow_rows(pack, 3, stage->residuals, to->residuals, 3);
}

/* A row of a cotangent. */
static const double *widen_row(const f32_pack *pack, int64_t count, const float *given, double *own)
{
    if (given == NULL) return NULL;
    widen_rows(pack, count, given, count, own);
    return own;
}

/* Where a pack's gradient of a datum goes: into the sum if all share it, else into the pack's own doubles. */
static double *gradient_place(const float *wanted, int64_t stride, double *sum, double *own)
{
    if (wanted == NULL) return NULL;
    return stride == 0 ? sum : own;
}

derivative_job f32_open_derivative(const f32_stage *stage, const f32_call *call, const f32_pack *pack,
                                   const derivative_job *job, f32_derivative *room)
{
    const structure *shape = job->plan->structure;
    int64_t first = pack->problems[0];
    derivative_job own = *job;
    room->data = widen_data(shape, call->data, pack, stage->data, call->shared->data);
    own.data = &room->data;
    own.x += first * shape->n;
    own.y += first * shape->m;
    own.s += first * shape->m;
    own.status += first;
    if (own.info) own.info += first;
    if (call->cotangent) {
        const cnl_cotangent_f32 *given = call->cotangent;
        const cnl_gradient_f32 *to = call->gradient;
        room->cotangent.dx = widen_row(pack, shape->n, given->dx, stage->dx);
        room->cotangent.dy = widen_row(pack, shape->m, given->dy, stage->dy);
        room->cotangent.ds = widen_row(pack, shape->m, given->ds, stage->ds);
        own.cotangent = &room->cotangent;
        room->gradient = *job->gradient;
        room->gradient.dP = gradient_place(to->dP, call->data->P_stride, job->gradient->dP, stage->change[0]);
        room->gradient.dc = gradient_place(to->dc, call->data->c_stride, job->gradient->dc, stage->change[1]);
        room->gradient.dA = gradient_place(to->dA, call->data->A_stride, job->gradient->dA, stage->change[2]);
        room->gradient.db = gradient_place(to->db, call->data->b_stride, job->gradient->db, stage->change[3]);
        own.gradient = &room->gradient;
        return own;
    }
    room->change = widen_data(shape, call->change, pack, stage->change, call->shared->change);
    own.change = &room->change;
    own.dx = call->dx ? stage->dx : NULL;
    own.dy = call->dy ? stage->dy : NULL;
    own.ds = call->ds ? stage->ds : NULL;
    return own;
}

void f32_close_derivative(const f32_stage *stage, const f32_call *call, const f32_pack *pack, const derivative_job *job)
{
    const structure *shape = job->plan->structure;
    if (call->gradient) {
        data_counts counts = counts_of(shape);
        data_members given = members_of(call->data);
        float *const to[F32_DATA] = {call->gradient->dP, call->gradient->dc, call->gradient->dA, call->gradient->db};
        for (int k = 0; k < F32_DATA; k++)
            if (given.strides[k] != 0) narrow_rows(pack, counts.of[k], stage->change[k], to[k], given.strides[k]);
        return;
    }
    narrow_rows(pack, shape->n, stage->dx, call->dx, shape->n);
    narrow_rows(pack, shape->m, stage->dy, call->dy, shape->m);
    narrow_rows(pack, shape->m, stage->ds, call->ds, shape->m);
}
