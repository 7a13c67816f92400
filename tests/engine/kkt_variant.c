/* Compiled once for each width and instruction set: PACK_LANES, VARIANT(name) and CPU_HAS come from the build. */
#include "arena.h"
#include "executor.h"
#include "plan.h"
#include "structure.h"

#include "cpu/pack.h"

#include "cpu/pack_runs.h"

#include "cpu/pack_cholesky.h"
#include "cpu/pack_front.h"
#include "cpu/pack_gram.h"
#include "cpu/pack_product.h"
#include "cpu/pack_room.h"

#include "engine/kkt_layout.h"
#include "engine/outcome.h"

#include "cpu/pack_load.h"
#include "cpu/pack_store.h"

#include "cpu/pack_sparse.h"

#include "kkt_variant.h"

typedef struct room {
    kkt_sparse system;
    cone_rows cones;
    spectrum H;
    real *axis, *mask, *column, *row, *x, *y, *out_n, *out_n2, *out_m;
} room;

static size_t room_layout(arena *memory, const plan *plan, room *v)
{
    const structure *shape = plan->structure;
    kkt_sparse_layout(memory, plan->sparse, &v->system);
    v->cones = (cone_rows){shape->m, shape->z, shape->l, shape->q_count, shape->q, shape->q_start};
    v->H.value = take(memory, shape->z + shape->l);
    v->H.plus = take(memory, shape->q_count);
    v->H.minus = take(memory, shape->q_count);
    v->H.across = take(memory, shape->q_count);
    real **of_m[] = {&v->axis, &v->mask, &v->row, &v->y, &v->out_m};
    real **of_n[] = {&v->column, &v->x, &v->out_n, &v->out_n2};
    for (size_t k = 0; k < sizeof of_m / sizeof *of_m; k++) *of_m[k] = take(memory, shape->m);
    for (size_t k = 0; k < sizeof of_n / sizeof *of_n; k++) *of_n[k] = take(memory, shape->n);
    v->H.axis = v->axis;
    return memory->used;
}

static size_t workspace_size(const plan *plan)
{
    arena memory = {NULL, 0};
    room v;
    return room_layout(&memory, plan, &v);
}

/* A member of every lane's problem, into the pack and back. */
#define LOAD(member, count, to)                                                                                        \
    do {                                                                                                               \
        source from = {.ahead = 0};                                                                                    \
        for (int l = 0; l < LANES; l++) from.at[l] = problems[l].member;                                               \
        load_vector(&from, count, to);                                                                                 \
    } while (0)

#define STORE(member, count, from)                                                                                     \
    do {                                                                                                               \
        target to;                                                                                                     \
        for (int l = 0; l < LANES; l++) to.at[l] = problems[l].member;                                                 \
        store_vector(&to, count, from);                                                                                \
    } while (0)

static void load(const plan *plan, double cost, const kkt_problem *problems, team *tm, room *v)
{
    const structure *shape = plan->structure;
    source P;
    source A;
    for (int l = 0; l < LANES; l++) {
        P.at[l] = problems[l].P;
        A.at[l] = problems[l].A;
    }
    kkt_sparse_load(plan, &P, &A, &v->system);
    LOAD(column, shape->n, v->column);
    LOAD(row, shape->m, v->row);
    kkt_sparse_rescale(tm, &v->system, v->column, v->row);
    kkt_sparse_rescale_P(tm, &v->system, splat(cost));
    LOAD(value, shape->z + shape->l, v->H.value);
    LOAD(plus, shape->q_count, v->H.plus);
    LOAD(minus, shape->q_count, v->H.minus);
    LOAD(across, shape->q_count, v->H.across);
    LOAD(axis, shape->m, v->axis);
    if (problems[0].mask == NULL) return;
    LOAD(mask, shape->m, v->mask);
    v->system.row_mask = v->mask;
}

static void run(const plan *plan, void *workspace, double cost, double epsilon, double delta,
                const kkt_problem *problems)
{
    team tm = {0};
    arena memory = {workspace, 0};
    room v;
    room_layout(&memory, plan, &v);
    load(plan, cost, problems, &tm, &v);
    int n = plan->structure->n;
    int m = plan->structure->m;

    kkt_sparse_norms_P(&tm, &v.system, v.out_n);
    kkt_sparse_norms_A(&tm, &v.system, v.out_n2, v.out_m);
    STORE(norm_P, n, v.out_n);
    STORE(norm_column, n, v.out_n2);
    STORE(norm_row, m, v.out_m);

    LOAD(f, n, v.x);
    LOAD(g, m, v.y);
    kkt_sparse_multiply_P(&tm, &v.system, v.x, v.out_n);
    kkt_sparse_multiply_A(&tm, &v.system, v.x, v.out_m);
    kkt_sparse_multiply_At(&tm, &v.system, v.y, v.out_n2);
    STORE(Px, n, v.out_n);
    STORE(Ax, m, v.out_m);
    STORE(Aty, n, v.out_n2);

    kkt_sparse_factor(&tm, &v.system, &v.cones, &v.H, epsilon, delta);
    kkt_sparse_solve(&tm, &v.system, &v.cones, v.x, v.y, v.x, v.y);
    STORE(x, n, v.x);
    STORE(y, m, v.y);
}

static bool runs_here(void) { return CPU_HAS; }

const kkt_variant VARIANT = {
    .name = VARIANT_NAME,
    .lanes = LANES,
    .tile = TILE,
    .runs_here = runs_here,
    .workspace_size = workspace_size,
    .run = run,
};
