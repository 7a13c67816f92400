#include "programs.h"

#include <math.h>
#include <stdlib.h>

#include "dense.h"

/* P = F'F/n + ridge I, F of `rank` rows masked by a pattern common to the batch. */
static void fill_gram(double *P, const known_recipe *recipe, dice *stream)
{
    int32_t n = recipe->n;
    int32_t rank = recipe->rank;
    double *factor = numbers_create((int64_t)rank * n);
    dice pattern = dice_begin(recipe->seed, 1);
    for (int32_t k = 0; k < rank; k++) {
        for (int32_t j = 0; j < n; j++) {
            bool kept = dice_uniform(&pattern, 0, 1) < recipe->density || k == j;
            double number = dice_normal(stream) + (k == j ? 2 : 0);
            factor[(int64_t)k * n + j] = kept ? number : 0;
        }
    }
    for (int32_t i = 0; i < n; i++) {
        for (int32_t j = 0; j < n; j++) {
            double sum = 0;
            for (int32_t k = 0; k < rank; k++) sum += factor[(int64_t)k * n + i] * factor[(int64_t)k * n + j];
            P[(int64_t)i * n + j] = sum / n + (i == j ? recipe->ridge : 0);
        }
    }
    free(factor);
}

static void fill_sparse(double *A, int32_t m, int32_t n, double density, uint64_t pattern_seed, dice *stream)
{
    dice pattern = dice_begin(pattern_seed, 2);
    for (int32_t i = 0; i < m; i++) {
        int32_t certain = dice_below(&pattern, n);
        for (int32_t j = 0; j < n; j++) {
            bool kept = dice_uniform(&pattern, 0, 1) < density || j == certain;
            double number = dice_normal(stream);
            A[(int64_t)i * n + j] = kept ? number : 0;
        }
    }
}

programs optnet_programs(int64_t batch, int32_t n, int32_t m, uint64_t seed)
{
    programs all = programs_create(batch, n, &(cnl_cones){.l = m});
    double *L = numbers_create((int64_t)n * n);
    for (int64_t p = 0; p < batch; p++) {
        dice stream = dice_begin(seed, (uint64_t)p);
        for (int64_t k = 0; k < (int64_t)n * n; k++) L[k] = dice_uniform(&stream, 0, 1);
        double *P = programs_P(&all, p);
        for (int32_t i = 0; i < n; i++) {
            for (int32_t j = 0; j <= i; j++) {
                double sum = i == j ? 1e-3 : 0;
                for (int32_t k = 0; k < n; k++) sum += L[(int64_t)i * n + k] * L[(int64_t)j * n + k];
                P[(int64_t)i * n + j] = sum;
                P[(int64_t)j * n + i] = sum;
            }
        }
        double *x0 = all.x + p * n;
        dice_fill(&stream, programs_c(&all, p), (size_t)n);
        dice_fill(&stream, programs_A(&all, p), (size_t)m * (size_t)n);
        dice_fill(&stream, x0, (size_t)n);
        multiply(programs_A(&all, p), x0, programs_b(&all, p), m, n);
        for (int32_t i = 0; i < m; i++) programs_b(&all, p)[i] += dice_uniform(&stream, 0, 1);
        for (int32_t j = 0; j < n; j++) x0[j] = 0; /* feasible, not a solution */
    }
    free(L);
    return all;
}

static double away_from_zero(dice *stream) { return 0.1 + fabs(dice_normal(stream)); }

/* A random vector of second-order cone k's interior (margin >= 0.1), or of its boundary. */
static void fill_cone(double *v, int32_t size, bool interior, dice *stream)
{
    dice_fill(stream, v + 1, (size_t)size - 1);
    for (int32_t i = 1; i < size; i++) v[i] += v[i] < 0 ? -0.1 : 0.1;
    v[0] = norm2(v + 1, size - 1) + (interior ? away_from_zero(stream) : 0);
}

/* Choose complementary s and y of one second-order cone. @return how many of the n freedoms it takes. */
static int32_t choose_cone(double *s, double *y, int32_t size, int32_t freedoms, dice *stream)
{
    int32_t state = dice_below(stream, 3);
    if (state == 0 && size <= freedoms) {
        fill_cone(y, size, true, stream);
        return size;
    }
    if (state == 1 && size >= 2 && freedoms >= 1) {
        double scale = away_from_zero(stream);
        fill_cone(s, size, false, stream);
        y[0] = scale * s[0];
        for (int32_t i = 1; i < size; i++) y[i] = -scale * s[i];
        return 1;
    }
    fill_cone(s, size, true, stream);
    return 0;
}

static void choose_solution(programs *all, int64_t p, bool linear, dice *stream)
{
    const cnl_cones *cones = &all->cones;
    double *y = all->y + p * all->m;
    double *s = all->s + p * all->m;
    int32_t freedoms = all->n - cones->z;

    dice_fill(stream, all->x + p * all->n, (size_t)all->n);
    for (int32_t i = 0; i < cones->z; i++) y[i] = dice_normal(stream);
    for (int32_t k = 0; k < cones->q_count; k++) {
        int32_t row = cones_q_start(cones, k);
        freedoms -= choose_cone(s + row, y + row, cones->q[k], freedoms, stream);
    }
    for (int32_t i = cones->z; i < cones->z + cones->l; i++) {
        bool active = freedoms > 0 && (linear || dice_below(stream, 2) == 1);
        (active ? y : s)[i] = away_from_zero(stream);
        freedoms -= active;
    }
}

programs known_programs(const known_recipe *recipe)
{
    programs all = programs_create(recipe->batch, recipe->n, &recipe->cones);
    int32_t n = all.n;
    int32_t m = all.m;
    double *Px = numbers_create(n);
    double *Ay = numbers_create(n);
    for (int64_t p = 0; p < all.batch; p++) {
        dice stream = dice_begin(recipe->seed, (uint64_t)(recipe->first + p));
        fill_gram(programs_P(&all, p), recipe, &stream);
        fill_sparse(programs_A(&all, p), m, n, recipe->density, recipe->seed, &stream);
        choose_solution(&all, p, recipe->rank == 0, &stream);

        multiply(programs_A(&all, p), all.x + p * n, programs_b(&all, p), m, n);
        for (int32_t i = 0; i < m; i++) programs_b(&all, p)[i] += all.s[p * m + i];
        multiply(programs_P(&all, p), all.x + p * n, Px, n, n);
        multiply_transposed(programs_A(&all, p), all.y + p * m, Ay, m, n);
        for (int32_t j = 0; j < n; j++) programs_c(&all, p)[j] = -Px[j] - Ay[j];
    }
    free(Px);
    free(Ay);
    return all;
}
