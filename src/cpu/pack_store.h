/* The answers of a pack, back to the user's arrays. */
#ifndef CPU_PACK_STORE_H
#define CPU_PACK_STORE_H

/* Where each lane's array starts. */
typedef struct target {
    double *at[LANES];
} target;

FN target target_of(double *array, int64_t stride, const int64_t *index)
{
    target to;
    for (int l = 0; l < LANES; l++) to.at[l] = array ? array + index[l] * stride : NULL;
    return to;
}

FN void store_one(const target *to, int64_t e, real value)
{
    for (int l = 0; l < LANES; l++) to->at[l][e] = lane_of(value, l);
}

FNBIG void store_vector(const target *to, int64_t count, const real *from)
{
    if (to->at[0] == NULL) return;
    int64_t e = 0;
    for (; e + LANES <= count; e += LANES) store_block(to->at, e, from + e);
    for (; e < count; e++) store_one(to, e, from[e]);
}

/* Before a store to a long array that is in no cache: the line WRITE_AHEAD bytes further on is asked for, with the
   right to write. Otherwise the stores wait for each line (Xeon: 7.4 instead of 9.9 GB/s; n = 50: 15 % of a vjp). */
enum { WRITE_AHEAD = 4096 };
FN void ask_ahead(const void *store) { __builtin_prefetch((const char *)store + WRITE_AHEAD, 1, 3); }

/* A copy that is read much later. */
FNBIG void store_away(int64_t count, const real *from, real *to)
{
    for (int64_t k = 0; k < count; k++) {
        ask_ahead(to + k);
        to[k] = from[k];
    }
}

FN int32_t outcome_of_lane(const outcome *out, int lane)
{
    if (lane_is(out->solved, lane)) return CNL_SOLVED;
    if (lane_is(out->primal_infeasible, lane)) return CNL_PRIMAL_INFEASIBLE;
    if (lane_is(out->dual_infeasible, lane)) return CNL_DUAL_INFEASIBLE;
    if (lane_is(out->almost_solved, lane)) return CNL_ALMOST_SOLVED;
    if (lane_is(out->iteration_limit, lane)) return CNL_ITERATION_LIMIT;
    return CNL_NUMERICAL_ERROR;
}

static void store_scalars(const solve_job *job, int64_t problem, const outcome *out, int lane)
{
    const cnl_solution *solution = job->solution;
    int32_t status = outcome_of_lane(out, lane);
    job->status[problem] = status;
    solution->status[problem] = status;
    if (solution->iterations) solution->iterations[problem] = (int32_t)lane_of(out->iterations, lane);
    if (solution->objective) {
        double objective = lane_of(out->objective, lane);
        if (status == CNL_PRIMAL_INFEASIBLE) objective = INFINITY;
        if (status == CNL_DUAL_INFEASIBLE) objective = -INFINITY;
        solution->objective[problem] = objective;
    }
    if (solution->residuals) {
        double *residuals = solution->residuals + 3 * problem;
        residuals[0] = lane_of(out->primal, lane);
        residuals[1] = lane_of(out->dual, lane);
        residuals[2] = lane_of(out->gap, lane);
    }
}

/* Stores every lane; returns a bit for each that ended with no outcome at all. */
static unsigned pack_store(const solve_job *job, const int64_t *index, const outcome *out, const real *x, const real *y,
                           const real *s)
{
    const structure *problem = job->plan->structure;
    const cnl_solution *solution = job->solution;
    const real *from[3] = {x, y, s};
    double *own[3] = {job->x, job->y, job->s};
    double *user[3] = {solution->x, solution->y, solution->s};
    for (int k = 0; k < 3; k++) {
        int count = k == 0 ? problem->n : problem->m;
        target to_own = target_of(own[k], count, index);
        target to_user = target_of(user[k], count, index);
        store_vector(&to_own, count, from[k]);
        store_vector(&to_user, count, from[k]);
    }
    unsigned open = 0;
    for (int l = 0; l < LANES; l++) {
        store_scalars(job, index[l], out, l);
        if (job->status[index[l]] == CNL_NUMERICAL_ERROR) open |= 1u << l;
    }
    return open;
}

#endif
