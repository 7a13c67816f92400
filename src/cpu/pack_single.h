/* One pack of floats, by the dual method by rows: load, solve, correct in doubles (pack_refined.h), store. */
#ifndef CPU_PACK_SINGLE_H
#define CPU_PACK_SINGLE_H

#include "pack_refined.h"

typedef struct single {
    dual dual;
    real *P_rest; /* triangle: see load_symmetric_means() */
    refined refined;
} single;

static size_t single_layout(arena *memory, const structure *shape, single *v)
{
    size_t n = (size_t)shape->n;
    size_t m = (size_t)shape->m;
    real *unused;
    dual_layout(memory, cones_of(shape), shape->n, 0, &v->dual, &unused);
    v->P_rest = take(memory, triangle_size(shape->n));
    v->refined = (refined){.n = shape->n, .m = shape->m, .z = shape->z};

    refined *own = &v->refined;
    size_t half = sizeof(double) * LANES / HALVES;
    for (int h = 0; h < HALVES; h++) {
        own->x[h] = arena_take(memory, n, half);
        own->y[h] = arena_take(memory, m, half);
        own->s[h] = arena_take(memory, m, half);
        own->Px[h] = arena_take(memory, n, half);
        own->Aty[h] = arena_take(memory, n, half);
        own->Ax[h] = arena_take(memory, m, half);
        own->found[h] = arena_take(memory, REFINED_FOUND, half);
    }
    own->own_c = arena_take(memory, n, half);
    own->own_b = arena_take(memory, m, half);
    return memory->used;
}

/* P, and where some problem's is not symmetric what its means have lost. Returns whether there is such a problem. */
FNBIG int load_symmetric_exactly(const source *from, int n, const int32_t *map, real *to, real *rest)
{
    mask asymmetric;
    load_symmetric_means(from, n, map, to, &asymmetric, NULL);
    if (!some(asymmetric)) return 0;
    load_symmetric_means(from, n, map, to, NULL, rest);
    return 1;
}

static void single_load(const plan *plan, const cnl_data_f32 *data, const int64_t *index, single *v)
{
    dual *to = &v->dual;
    source P = source_of(data->P, data->P_stride, index);
    source A = source_of(data->A, data->A_stride, index);
    source c = source_of(data->c, data->c_stride, index);
    source b = source_of(data->b, data->b_stride, index);
    int has_rest = load_symmetric_exactly(&P, to->n, plan->P_map, (real *)to->P, v->P_rest);
    load_mapped(&A, plan->structure->A.count, plan->A_by_rows, (real *)to->A);
    load_vector(&c, to->n, (real *)to->c);
    load_vector(&b, to->m, (real *)to->b);

    refined *own = &v->refined;
    own->P = lanes_of((real *)to->P);
    own->P_rest = has_rest ? lanes_of(v->P_rest) : NULL;
    own->c = lanes_of((real *)to->c);
    own->A = lanes_of((real *)to->A);
    own->b = lanes_of((real *)to->b);
    /* where a direction starts from: see dual_refine_direction() */
    own->dual = lanes_of(to->u);
    own->slack = lanes_of(to->q);
    own->near_y = lanes_of(to->y);
    own->near_s = lanes_of(to->s);
}

static mask mask_of(unsigned bits)
{
    real chosen = zero();
    for (int l = 0; l < LANES; l++) set_lane(&chosen, l, bits >> l & 1);
    return less(zero(), chosen);
}

static unsigned bits_of(mask which)
{
    unsigned bits = 0;
    for (int l = 0; l < LANES; l++) bits |= (unsigned)lane_is(which, l) << l;
    return bits;
}

/* The rough answer of floats, made one of doubles. Returns the problems that meet the tolerances. */
static mask single_refine(team *tm, single *v, const cnl_settings *set, const refined_steps *doubles, mask fit,
                          real *iterations)
{
    dual *own = &v->dual;
    doubles->open(&v->refined, lanes_of(own->x), lanes_of(own->y), lanes_of(own->s));
    real last_gap = splat(INFINITY);
    for (int pass = 0;; pass++) {
        mask solved = fit & mask_of(doubles->judge(&v->refined, set));
        mask done = solved | ~fit | ~less(*iterations, splat(set->max_iterations));
        if (every(done) || pass == DUAL_REFINEMENTS) return solved;
        *iterations = pick(done, *iterations, *iterations + splat(1));
        dual_refine_direction(tm, own, set, done, &last_gap);
        doubles->advance(&v->refined, lanes_of(own->x), lanes_of(own->dy), lanes_of(own->ds));
    }
}

static unsigned single_solve(const solve_job *job, const cnl_data_f32 *data, void *workspace, const int64_t *index,
                             const int64_t *place)
{
    static const refined_steps *const doubles = &DOUBLES(refined_steps);
    team tm = {0};
    arena memory = {workspace, 0};
    single v;
    single_layout(&memory, job->plan->structure, &v);
    single_load(job->plan, data, index, &v);

    cnl_settings rough = job->plan->settings;
    if (rough.eps_abs < DUAL_REFINE_FROM) rough.eps_abs = DUAL_REFINE_FROM;
    if (rough.eps_rel < DUAL_REFINE_FROM) rough.eps_rel = DUAL_REFINE_FROM;
    outcome out = outcome_open();
    dual_interior_point(&tm, &v.dual, &rough, &out);
    mask solved = single_refine(&tm, &v, &job->plan->settings, doubles, out.solved, &out.iterations);
    doubles->store(&v.refined, job, place, lanes_of(&out.iterations), bits_of(solved));
    return ~bits_of(solved) & ((1u << LANES) - 1);
}

#endif
