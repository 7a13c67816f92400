/* A solve on the CPU: the batch cut into packs, the packs dealt to threads. */
#include <math.h>
#include <omp.h>

#include "solver.h"

/* Which problems a pass solves, and how. */
typedef struct pass {
    const solve_job *job;
    route route;
    const int64_t *list; /* NULL = problems 0, 1, 2, ... */
    int64_t count;
    int64_t done_before;           /* for the progress */
    const f32_call *f32;           /* NULL: the job's arrays are the caller's */
    const single_executor *single; /* packs of floats; NULL: of doubles */
    int64_t *left;                 /* where what it leaves open is listed; NULL: nowhere */
} pass;

static int64_t problem_at(const pass *pass, int64_t position) { return pass->list ? pass->list[position] : position; }

static int all_finite(const double *numbers, int64_t count)
{
    double sum = 0; /* 0 * x is NaN for infinite and NaN x */
    for (int64_t k = 0; k < count; k++) sum += 0 * numbers[k];
    return sum == 0;
}

static int problem_is_finite(const solve_job *job, int64_t problem)
{
    const structure *shape = job->plan->structure;
    const cnl_data *data = job->data;
    return all_finite(data->P + problem * data->P_stride, shape->P.count) &&
           all_finite(data->c + problem * data->c_stride, shape->n) &&
           all_finite(data->A + problem * data->A_stride, shape->A.count) &&
           all_finite(data->b + problem * data->b_stride, shape->m);
}

static void fill_nan(double *numbers, int64_t count)
{
    if (numbers == NULL) return;
    for (int64_t k = 0; k < count; k++) numbers[k] = NAN;
}

/* A problem whose data hold NaN or infinity: said so, and no number of it is left that looks like an answer. */
static void refuse_problem(const solve_job *job, int64_t problem)
{
    const structure *shape = job->plan->structure;
    const cnl_solution *solution = job->solution;
    int64_t n = shape->n;
    int64_t m = shape->m;
    double *of_m[] = {job->y, job->s, solution->y, solution->s};
    job->status[problem] = CNL_INVALID_DATA;
    solution->status[problem] = CNL_INVALID_DATA;
    fill_nan(job->x + problem * n, n);
    if (solution->x) fill_nan(solution->x + problem * n, n);
    for (int k = 0; k < 4; k++)
        if (of_m[k]) fill_nan(of_m[k] + problem * m, m);
    if (solution->objective) solution->objective[problem] = NAN;
    if (solution->residuals) fill_nan(solution->residuals + 3 * problem, 3);
    if (solution->iterations) solution->iterations[problem] = 0;
}

/* One more that the pass leaves open. */
static void leave_open(const pass *pass, int64_t problem, int64_t *left_count)
{
    int64_t at;
#pragma omp atomic capture
    at = (*left_count)++;
    pass->left[at] = problem;
}

/* Problems that the method leaves open are listed, unless their data are to blame. where: their numbers in the job's
   arrays. */
static void find_open(const pass *pass, const solve_job *job, const int64_t *index, const int64_t *where, int live,
                      unsigned open, int64_t *left_count)
{
    for (int l = 0; l < live; l++) {
        if (!(open >> l & 1)) continue;
        if (!problem_is_finite(job, where[l]))
            refuse_problem(job, where[l]);
        else if (pass->left)
            leave_open(pass, index[l], left_count);
    }
}

/* Floats in a pack of doubles: through the thread's own. */
static void solve_pack_f32(cnl_solver *solver, const pass *pass, const executor *executor, const int64_t *index,
                           int live, int thread, void *kept, int64_t *left_count)
{
    const f32_stage *stage = &solver->stages[thread];
    f32_pack pack = f32_pack_of(index, live, executor->lanes);
    cnl_data data;
    cnl_solution solution;
    solve_job job = f32_open_solve(stage, pass->f32, &pack, solver->plan, &data, &solution);
    unsigned open = executor->solve(&job, pass->route, solver_workspace(solver, thread), pack.lanes, kept);
    find_open(pass, &job, index, pack.lanes, live, open, left_count);
    f32_close_solve(stage, pass->f32, &pack, pass->job);
}

/* A pack of floats. What it leaves open, whatever the reason, is for doubles to look at. */
static void solve_pack_single(cnl_solver *solver, const pass *pass, const int64_t *index, int live, int thread,
                              int64_t *left_count)
{
    const f32_stage *stage = &solver->stages[thread];
    f32_pack pack = f32_pack_of(index, live, pass->single->lanes);
    cnl_solution solution;
    solve_job job = f32_open_single(stage, solver->plan, &solution);
    unsigned open = pass->single->solve(&job, pass->f32->data, solver_workspace(solver, thread), index, pack.lanes);
    f32_close_solve(stage, pass->f32, &pack, pass->job);
    for (int l = 0; l < live; l++)
        if (open >> l & 1) leave_open(pass, index[l], left_count);
}

/* The problems of the pack that starts with the one at `first`, `whole` to a pack: the last one is repeated where there
   are fewer, and the first of the thread's next pack follows them. Returns how many there are. */
static int choose_problems(const pass *pass, int64_t first, int lanes, int64_t to_next, int64_t *index)
{
    int64_t left = pass->count - first;
    int live = left < lanes ? (int)left : lanes;
    for (int l = 0; l < lanes; l++) index[l] = problem_at(pass, first + (l < live ? l : live - 1));
    int64_t next = first + to_next;
    index[lanes] = next < pass->count ? problem_at(pass, next) : index[0];
    return live;
}

static int lanes_of_pass(const cnl_solver *solver, const pass *pass)
{
    return pass->single ? pass->single->lanes : solver->context->wide->lanes;
}

/* One pack. */
static void solve_pack(cnl_solver *solver, const pass *pass, int64_t first, int thread, int64_t *left_count)
{
    int64_t index[MAX_LANES + 1];
    int64_t to_next = (int64_t)lanes_of_pass(solver, pass) * solver->threads;
    if (pass->single) {
        int live = choose_problems(pass, first, pass->single->lanes, to_next, index);
        solve_pack_single(solver, pass, index, live, thread, left_count);
        return;
    }
    const executor *executor = pass->count - first == 1 ? solver->context->narrow : solver->context->wide;
    int live = choose_problems(pass, first, executor->lanes, to_next, index);

    void *kept = pass->list ? NULL : solver_kept(solver, first);
    if (pass->f32) {
        solve_pack_f32(solver, pass, executor, index, live, thread, kept, left_count);
        return;
    }
    unsigned open = executor->solve(pass->job, pass->route, solver_workspace(solver, thread), index, kept);
    find_open(pass, pass->job, index, index, live, open, left_count);
}

/* The lock is the pass's own (a named critical section would be one for the whole process, and a name in the library's
   symbol table). */
static void report_progress(cnl_solver *solver, const pass *pass, int64_t *done, omp_lock_t *one_at_a_time)
{
    if (solver->progress == NULL) return;
    omp_set_lock(one_at_a_time);
    *done += lanes_of_pass(solver, pass);
    int64_t total = pass->done_before + (*done < pass->count ? *done : pass->count);
    solver->progress(solver->progress_user, total, pass->done_before + pass->count);
    omp_unset_lock(one_at_a_time);
}

/* All packs of a pass; returns how many problems wait for another method. */
static int64_t run_pass(cnl_solver *solver, const pass *pass)
{
    int lanes = lanes_of_pass(solver, pass);
    int64_t packs = (pass->count + lanes - 1) / lanes;
    int threads = packs < solver->threads ? (int)packs : solver->threads;
    int64_t left_count = 0;
    int64_t done = 0;
    omp_lock_t one_at_a_time;
    omp_init_lock(&one_at_a_time);
#pragma omp parallel for schedule(dynamic) num_threads(threads) if (threads > 1)
    for (int64_t p = 0; p < packs; p++) {
        solve_pack(solver, pass, p * lanes, omp_get_thread_num(), &left_count);
        report_progress(solver, pass, &done, &one_at_a_time);
    }
    omp_destroy_lock(&one_at_a_time);
    return left_count;
}

void solve_on_cpu(cnl_solver *solver, int64_t batch, const cnl_data *data, const cnl_solution *solution,
                  const f32_call *f32)
{
    solve_job job = {solver->plan, data, solution, solver->x, solver->y, solver->s, solver->status};
    pass pass = {.job = &job, .route = solver->plan->route, .count = batch, .f32 = f32};
    if (f32 && solver->single) {
        pass.single = solver->single;
        pass.left = solver->reopened;
        pass.count = run_pass(solver, &pass);
        pass.single = NULL;
        pass.list = pass.left;
        pass.done_before = batch - pass.count;
    }
    solver->has_kept = pass.list == NULL;
    if (pass.count == 0) return;
    pass.left = solver->plan->rescue ? solver->rescue : NULL;
    int64_t left = run_pass(solver, &pass);
    if (left == 0) return;
    pass.route = ROUTE_EMBEDDING;
    pass.list = pass.left;
    pass.left = NULL;
    pass.count = left;
    pass.done_before = batch - left;
    run_pass(solver, &pass);
}
