/*
 * Portfolio of largest return under a limit on risk, a second-order cone program without P:
 *
 *     minimise -return'x   subject to   sum x = 1,  x >= 0,  |(F'x, d .* x)|_2 <= limit
 *
 * F ~ N (n assets, k = n/5 factors), d ~ U(0, sqrt k), return ~ N; the limit is 1.2 times the risk of equal weights.
 */

#include <math.h>

#include "recipe.h"

static int32_t factors(int32_t n) { return n < 5 ? 1 : n / 5; }

static cnl_status soc_risk_shape(family_problem *problem, random_stream *stream)
{
    (void)stream;
    cnl_structure *structure = &problem->structure;
    int32_t n = structure->n, size = 1 + factors(n) + n;
    structure->cones.z = 1;
    structure->cones.l = n;
    structure->m = 1 + n + size;
    structure->A = recipe_dense();
    return recipe_second_order_cone(problem, size);
}

/* The rows of the cone's vector part: -F', then -diag(d). */
static void fill_risk(int32_t n, double *A, random_stream *stream)
{
    int32_t k = factors(n);
    random_fill_normal(stream, (int64_t)k * n, A);
    double *diagonal = A + (int64_t)k * n;
    for (int64_t j = 0; j < n; j++) diagonal[j * n + j] = -random_uniform(stream, 0, sqrt(k));
}

static void soc_risk_fill(const cnl_structure *structure, const recipe_numbers *numbers, random_stream *stream)
{
    int64_t n = structure->n, m = structure->m;
    double *A = numbers->A;
    for (int64_t j = 0; j < n; j++) {
        A[j] = 1;
        A[(1 + j) * n + j] = -1;
    }
    int64_t first = n + 2;
    fill_risk(structure->n, A + first * n, stream);
    random_fill_normal(stream, n, numbers->c);

    for (int64_t j = 0; j < n; j++) numbers->feasible[j] = 1.0 / (double)n;
    recipe_multiply(structure->m, structure->n, A, numbers->feasible, numbers->b);
    double square = 0;
    for (int64_t i = first; i < m; i++) square += numbers->b[i] * numbers->b[i];

    for (int64_t i = 0; i < m; i++) numbers->b[i] = 0;
    numbers->b[0] = 1;
    numbers->b[n + 1] = 1.2 * sqrt(square);
}

const recipe RECIPE_SOC_RISK = {
    .about = {"soc-risk", "largest return under a limit on risk: one second-order cone, no P", 1, 20, 1024},
    .shape = soc_risk_shape,
    .fill = soc_risk_fill,
};
