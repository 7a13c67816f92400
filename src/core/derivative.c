/* Derivatives on the CPU: the batch cut into packs, the sums over shared data in an order of their own. */
#include <omp.h>
#include <string.h>

#include "solver.h"

/* One shared datum: the numbers of its gradient, and where the sum goes in the end. */
typedef struct shared_sum {
    int64_t count;
    double *total;  /* NULL: not shared, or not wanted */
    int64_t offset; /* in a part */
} shared_sum;

enum { SHARED_DATA = 4 };

size_t solver_sum_parts(int64_t max_batch, int lanes)
{
    int64_t packs = (max_batch + lanes - 1) / lanes;
    return (size_t)(packs < SOLVER_SUM_PARTS ? packs : SOLVER_SUM_PARTS);
}

int64_t solver_sum_length(const structure *shape) { return shape->P.count + shape->n + shape->A.count + shape->m; }

static derivative_job job_of(const cnl_solver *solver, const cnl_data *data)
{
    return (derivative_job){
        .plan = solver->plan, .data = data, .x = solver->x, .y = solver->y, .s = solver->s, .status = solver->status};
}

/* One pack; index: its problems in the job's arrays, kept: what its solve has left. */
static void run_pack(const cnl_solver *solver, const executor *executor, const derivative_job *job,
                     const int64_t *index, int live, int thread, void *kept)
{
    void *workspace = solver_workspace(solver, thread);
    if (job->gradient)
        executor->vjp(job, workspace, index, live, kept);
    else
        executor->jvp(job, workspace, index, live, kept);
}

/* A pack of floats: through the thread's own doubles. */
static void run_pack_f32(const cnl_solver *solver, const executor *executor, const derivative_job *job,
                         const f32_call *f32, const int64_t *index, int live, int thread, void *kept)
{
    const f32_stage *stage = &solver->stages[thread];
    f32_pack pack = f32_pack_of(index, live, executor->lanes);
    f32_derivative room = {0};
    derivative_job own = f32_open_derivative(stage, f32, &pack, job, &room);
    run_pack(solver, executor, &own, pack.lanes, live, thread, kept);
    f32_close_derivative(stage, f32, &pack, job);
}

/* Problems first ... last - 1, pack by pack. */
static void run_range(const cnl_solver *solver, const derivative_job *job, const f32_call *f32, int64_t first,
                      int64_t last, int thread)
{
    const executor *wide = solver->context->wide;
    while (first < last) {
        int64_t left = last - first;
        const executor *executor = left == 1 ? solver->context->narrow : wide;
        int live = left < executor->lanes ? (int)left : executor->lanes;
        int64_t index[MAX_LANES + 1];
        for (int l = 0; l < executor->lanes; l++) index[l] = first + (l < live ? l : live - 1);
        index[executor->lanes] = first + live < last ? first + live : first;
        void *kept = solver_kept(solver, first);
        if (f32)
            run_pack_f32(solver, executor, job, f32, index, live, thread, kept);
        else
            run_pack(solver, executor, job, index, live, thread, kept);
        first += live;
    }
}

/* The gradients of shared data that are wanted. Returns the length of a part. */
static int64_t find_shared(const structure *shape, const cnl_data *data, const cnl_gradient *gradient,
                           shared_sum sums[SHARED_DATA])
{
    const int64_t counts[SHARED_DATA] = {shape->P.count, shape->n, shape->A.count, shape->m};
    const int64_t strides[SHARED_DATA] = {data->P_stride, data->c_stride, data->A_stride, data->b_stride};
    double *const totals[SHARED_DATA] = {gradient->dP, gradient->dc, gradient->dA, gradient->db};
    int64_t length = 0;
    for (int k = 0; k < SHARED_DATA; k++) {
        sums[k] = (shared_sum){.count = counts[k], .total = strides[k] == 0 ? totals[k] : NULL, .offset = length};
        if (sums[k].total) length += counts[k];
    }
    return length;
}

/* The caller's gradient, with the shared data redirected to a part of the sums. */
static cnl_gradient part_gradient(const cnl_gradient *gradient, const shared_sum sums[SHARED_DATA], double *part)
{
    cnl_gradient own = *gradient;
    double **members[SHARED_DATA] = {&own.dP, &own.dc, &own.dA, &own.db};
    for (int k = 0; k < SHARED_DATA; k++)
        if (sums[k].total) *members[k] = part + sums[k].offset;
    return own;
}

/* Totals = the parts, added in order. */
static void add_parts(const shared_sum sums[SHARED_DATA], const double *parts, int64_t length, int64_t count)
{
    for (int k = 0; k < SHARED_DATA; k++) {
        if (sums[k].total == NULL) continue;
        memcpy(sums[k].total, parts + sums[k].offset, (size_t)sums[k].count * sizeof *parts);
        for (int64_t part = 1; part < count; part++)
            for (int64_t e = 0; e < sums[k].count; e++) sums[k].total[e] += parts[part * length + sums[k].offset + e];
    }
}

void vjp_on_cpu(cnl_solver *solver, int64_t batch, const cnl_data *data, const cnl_cotangent *cotangent,
                const cnl_gradient *gradient, const f32_call *f32)
{
    /* a part is a fixed range of whole packs, whatever the threads: so the sums have an order of their own */
    shared_sum sums[SHARED_DATA];
    int64_t length = find_shared(solver->plan->structure, data, gradient, sums);
    int lanes = solver->context->wide->lanes;
    int64_t packs = (batch + lanes - 1) / lanes;
    int64_t parts = length > 0 ? (int64_t)solver_sum_parts(batch, lanes) : packs;
    int64_t per_part = (packs + parts - 1) / parts * lanes;
    parts = (batch + per_part - 1) / per_part;
    if (length > 0) memset(solver->sums, 0, (size_t)(parts * length) * sizeof *solver->sums);
    int threads = parts < solver->threads ? (int)parts : solver->threads;
#pragma omp parallel for schedule(dynamic) num_threads(threads) if (threads > 1)
    for (int64_t part = 0; part < parts; part++) {
        cnl_gradient own = part_gradient(gradient, sums, solver->sums + (length > 0 ? part * length : 0));
        derivative_job job = job_of(solver, data);
        job.cotangent = cotangent;
        job.gradient = &own;
        job.info = gradient->info;
        int64_t last = (part + 1) * per_part;
        run_range(solver, &job, f32, part * per_part, last < batch ? last : batch, omp_get_thread_num());
    }
    add_parts(sums, solver->sums, length, parts);
}

void jvp_on_cpu(cnl_solver *solver, int64_t batch, const cnl_data *data, const cnl_data *change, double *dx, double *dy,
                double *ds, int32_t *info, const f32_call *f32)
{
    derivative_job job = job_of(solver, data);
    job.change = change;
    job.dx = dx;
    job.dy = dy;
    job.ds = ds;
    job.info = info;
    int lanes = solver->context->wide->lanes;
    int64_t packs = (batch + lanes - 1) / lanes;
    int threads = packs < solver->threads ? (int)packs : solver->threads;
#pragma omp parallel for schedule(dynamic) num_threads(threads) if (threads > 1)
    for (int64_t p = 0; p < packs; p++) {
        int64_t last = (p + 1) * lanes;
        run_range(solver, &job, f32, p * lanes, last < batch ? last : batch, omp_get_thread_num());
    }
}
