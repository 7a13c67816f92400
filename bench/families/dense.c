/* Dense problems with fresh data throughout: optnet and known-solution. */

#include <math.h>

#include "recipe.h"

static size_t square_scratch(const cnl_structure *structure) { return (size_t)structure->n * (size_t)structure->n; }

/* OptNet [Amos & Kolter 2017]: L ~ U(0,1), P = LL' + 1e-3 I, c, A, z ~ N, b = A z + U(0,1); m = n inequalities. */

static cnl_status optnet_shape(family_problem *problem, random_stream *stream)
{
    (void)stream;
    cnl_structure *structure = &problem->structure;
    if (structure->m == 0) structure->m = structure->n;
    structure->cones.l = structure->m;
    structure->P = recipe_dense();
    structure->A = recipe_dense();
    return CNL_OK;
}

static void optnet_fill(const cnl_structure *structure, const recipe_numbers *numbers, random_stream *stream)
{
    int32_t n = structure->n, m = structure->m;

    random_fill_uniform(stream, 0, 1, (int64_t)n * n, numbers->scratch);
    recipe_gram(n, n, numbers->scratch, 1, 1e-3, numbers->P);
    random_fill_normal(stream, n, numbers->c);
    random_fill_normal(stream, (int64_t)m * n, numbers->A);
    random_fill_normal(stream, n, numbers->feasible);

    recipe_multiply(m, n, numbers->A, numbers->feasible, numbers->b);
    for (int32_t i = 0; i < m; i++) numbers->b[i] += random_uniform(stream, 0, 1);
}

const recipe RECIPE_OPTNET = {
    .about = {"optnet", "dense QP with n inequalities and fresh data", 1, 10, 4096},
    .takes_m = true,
    .shape = optnet_shape,
    .fill = optnet_fill,
    .scratch = square_scratch,
};

/* Known solution (the recipe of qpax's tests): draw a strictly complementary x, y, s, then the data that they solve.
   R, A, x ~ N, P = R'R; b = A x + s, c = -P x - A'y. A fifth of n are equalities, two thirds inequalities. */

static cnl_status known_shape(family_problem *problem, random_stream *stream)
{
    (void)stream;
    cnl_structure *structure = &problem->structure;
    int32_t n = structure->n;
    if (structure->m == 0) {
        structure->cones.z = n / 5;
        structure->cones.l = 2 * n / 3;
        structure->m = structure->cones.z + structure->cones.l;
    } else {
        structure->cones.z = structure->m / 5 < n / 2 ? structure->m / 5 : n / 2;
        structure->cones.l = structure->m - structure->cones.z;
    }
    structure->P = recipe_dense();
    structure->A = recipe_dense();
    return CNL_OK;
}

/* y and s: equalities have any y; of each other pair one, drawn at random, is positive and the other 0. */
static void draw_complementary(const cnl_cones *cones, random_stream *stream, double *y, double *s)
{
    random_fill_normal(stream, cones->z, y);
    for (int32_t i = 0; i < cones->z; i++) s[i] = 0;
    for (int32_t i = cones->z; i < cones->z + cones->l; i++) {
        bool is_active = random_below(stream, 2) == 1;
        double positive = fabs(random_normal(stream));
        y[i] = is_active ? positive : 0;
        s[i] = is_active ? 0 : positive;
    }
}

static void known_fill(const cnl_structure *structure, const recipe_numbers *numbers, random_stream *stream)
{
    int32_t n = structure->n, m = structure->m;

    random_fill_normal(stream, (int64_t)n * n, numbers->scratch);
    recipe_gram(n, n, numbers->scratch, 1, 0, numbers->P);
    random_fill_normal(stream, (int64_t)m * n, numbers->A);
    random_fill_normal(stream, n, numbers->x);
    draw_complementary(&structure->cones, stream, numbers->y, numbers->s);

    recipe_multiply(m, n, numbers->A, numbers->x, numbers->b);
    for (int32_t i = 0; i < m; i++) numbers->b[i] += numbers->s[i];

    recipe_multiply(n, n, numbers->P, numbers->x, numbers->c);
    for (int32_t j = 0; j < n; j++) {
        for (int32_t i = 0; i < m; i++) numbers->c[j] += numbers->A[(int64_t)i * n + j] * numbers->y[i];
        numbers->c[j] = -numbers->c[j];
        numbers->feasible[j] = numbers->x[j];
    }
}

const recipe RECIPE_KNOWN_SOLUTION = {
    .about = {"known-solution", "dense QP built around its strictly complementary solution", 1, 15, 2048},
    .takes_m = true,
    .knows_solution = true,
    .shape = known_shape,
    .fill = known_fill,
    .scratch = square_scratch,
};
