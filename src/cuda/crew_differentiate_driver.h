/* The derivatives by crews, for problems of at most 8 CREW_TILES rows and variables: a thread block, a crew
   (crew_team.h), takes one after another. The file that includes this defines CREW_TILES, BLOCKS (of a multiprocessor),
   CREW_INSTANCE and CREW_NAME. */
#define CREW_PICKS_ROWS
#include "kernel_launch.h"
#include "warp_differentiate.h"

#include "crew_team.h"

#include "crew_derivative_tasks.h"

#include "crew_jvp.h"
#include "crew_vjp.h"

/* What is the same for all problems. */
FN void crew_open(const device_plan *plan, const device_derivative_job *job, crew_problem *all)
{
    all->n = plan->shape.n;
    all->m = plan->shape.m;
    all->made = job->warp_scratch + (int64_t)blockIdx.x * CREW_GLOBAL;
    all->G = all->made + CREW_KEPT;
    all->P_change = all->A_change = NULL;
    all->dP = all->dA = NULL;
}

FN void crew_data_of(const device_derivative_job *job, int64_t problem, crew_problem *all)
{
    all->P = job->data.P + problem * job->data.P_stride;
    all->A = job->data.A + problem * job->data.A_stride;
    const double *record = job->kept ? job->kept + problem * CREW_KEPT : NULL;
    all->kept = record && crew_is_fit(record[CREW_KEPT_LEAST]) ? record : all->made;
}

/* The leader's last order. */
FN void crew_dismiss(double *shared)
{
    crew_give(shared, CREW_DONE, shared, shared);
    crew_meet();
}

/* By all threads. */
FN void crew_zero(int64_t count, double *to)
{
    for (int64_t e = threadIdx.x; e < count; e += CREW_THREADS) to[e] = 0;
}

FN void crew_zero_gradient(double *gradient, int64_t stride, int64_t problem, int64_t count)
{
    if (gradient && stride) crew_zero(count, gradient + problem * stride);
}

/* A problem without a solution has gradients of 0, and adds nothing to a sum. */
FN void crew_no_gradients(const structure *shape, const device_derivative_job *job, int64_t problem)
{
    const cnl_data *data = &job->data;
    crew_zero_gradient(job->gradient.dP, data->P_stride, problem, shape->P.count);
    crew_zero_gradient(job->gradient.dc, data->c_stride, problem, shape->n);
    crew_zero_gradient(job->gradient.dA, data->A_stride, problem, shape->A.count);
    crew_zero_gradient(job->gradient.db, data->b_stride, problem, shape->m);
    if (crew_leads()) store_info(job, problem, 0, none(), none());
}

FN void crew_no_changes(const structure *shape, const device_derivative_job *job, int64_t problem)
{
    if (!crew_leads()) return;
    store_info(job, problem, 0, none(), none());
    store_change(NULL, 0, problem, shape->n, job->dx);
    store_change(NULL, 0, problem, shape->m, job->dy);
    store_change(NULL, 0, problem, shape->m, job->ds);
}

static __global__ void __launch_bounds__(CREW_THREADS, BLOCKS) vjp_kernel(device_plan plan, device_derivative_job job)
{
#ifdef HAS_TILE_PRODUCTS
    DYNAMIC_SHARED(double, shared);
    team tm = {0};
    crew_problem all;
    crew_derivative v;
    crew_open(&plan, &job, &all);
    all.add_P = job.data.P_stride == 0;
    all.add_A = job.data.A_stride == 0;
    double *part = job.sums + (job.first_part + blockIdx.x) * job.sum_length;
    double *part_of_A = part + plan.shape.P.count + plan.shape.n;
    if (has_sums(&job)) crew_zero(job.sum_length, part);
    crew_meet();
    for (int64_t problem = blockIdx.x; problem < job.batch; problem += gridDim.x) {
        int done = !has_solution(&job, problem);
        if (done) {
            crew_no_gradients(&plan.shape, &job, problem);
        } else if (is_solved(&job, problem)) {
            crew_data_of(&job, problem, &all);
            all.dP = gradient_place(job.gradient.dP, job.data.P_stride, problem, part);
            all.dA = gradient_place(job.gradient.dA, job.data.A_stride, problem, part_of_A);
            if (crew_leads()) {
                crew_derivative_place(&tm, &all, shared, &v);
                done = crew_vjp_one(&tm, &plan, &job, problem, part, &v);
                crew_dismiss(shared);
            } else {
                crew_serve(&all, shared);
            }
        }
        if (crew_leads()) leave_problem(&job, problem, !done);
    }
#endif
}

static __global__ void __launch_bounds__(CREW_THREADS, BLOCKS) jvp_kernel(device_plan plan, device_derivative_job job)
{
#ifdef HAS_TILE_PRODUCTS
    DYNAMIC_SHARED(double, shared);
    team tm = {0};
    crew_problem all;
    crew_derivative v;
    crew_open(&plan, &job, &all);
    for (int64_t problem = blockIdx.x; problem < job.batch; problem += gridDim.x) {
        int done = !has_solution(&job, problem);
        if (done) {
            crew_no_changes(&plan.shape, &job, problem);
        } else if (is_solved(&job, problem)) {
            crew_data_of(&job, problem, &all);
            if (job.change.P) all.P_change = job.change.P + problem * job.change.P_stride;
            if (job.change.A) all.A_change = job.change.A + problem * job.change.A_stride;
            if (crew_leads()) {
                crew_derivative_place(&tm, &all, shared, &v);
                done = crew_jvp_one(&tm, &plan, &job, problem, &v);
                crew_dismiss(shared);
            } else {
                crew_serve(&all, shared);
            }
        }
        if (crew_leads()) leave_problem(&job, problem, !done);
    }
#endif
}

constexpr size_t SHARED_BYTES = (size_t)CREW_SHARED * sizeof(double);
DIFFERENTIATOR_IS(CREW_INSTANCE, SIDE, SIDE, 1, CREW_THREADS, SHARED_BYTES, CREW_GLOBAL * sizeof(double));

static int prepare(int *blocks_per_multiprocessor)
{
    int of_jvp = 0;
    int answer = kernel_prepare(vjp_kernel, CREW_THREADS, SHARED_BYTES, blocks_per_multiprocessor);
    if (answer == cudaSuccess) answer = kernel_prepare(jvp_kernel, CREW_THREADS, SHARED_BYTES, &of_jvp);
    if (of_jvp < *blocks_per_multiprocessor) *blocks_per_multiprocessor = of_jvp;
    return answer;
}

static int launch_vjp(const device_plan *plan, const device_derivative_job *job, int blocks, void *stream)
{
    cudaLaunchConfig_t config = kernel_config(blocks, CREW_THREADS, SHARED_BYTES, stream);
    return (int)cudaLaunchKernelEx(&config, vjp_kernel, *plan, *job);
}

static int launch_jvp(const device_plan *plan, const device_derivative_job *job, int blocks, void *stream)
{
    cudaLaunchConfig_t config = kernel_config(blocks, CREW_THREADS, SHARED_BYTES, stream);
    return (int)cudaLaunchKernelEx(&config, jvp_kernel, *plan, *job);
}

extern const warp_differentiator CREW_NAME;
const warp_differentiator CREW_NAME = {prepare, launch_vjp, launch_jvp};
