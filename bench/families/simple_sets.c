/* A quadratic over a simple set: box, portfolio, simplex. */

#include "recipe.h"

/* Rows of A shared by box and portfolio: an optional sum of all x, then x, then -x. */
static cnl_status bounded_shape(family_problem *problem, int32_t sum_rows)
{
    cnl_structure *structure = &problem->structure;
    int32_t n = structure->n;
    structure->m = sum_rows + 2 * n;
    structure->cones.z = sum_rows;
    structure->cones.l = 2 * n;
    structure->P = recipe_dense();

    int32_t *starts, *rows;
    cnl_status status = recipe_sparse(problem, RECIPE_A, n * (sum_rows + 2), &starts, &rows);
    if (status != CNL_OK) return status;
    for (int32_t j = 0; j < n; j++) {
        int32_t entry = j * (sum_rows + 2);
        starts[j] = entry;
        if (sum_rows == 1) rows[entry++] = 0;
        rows[entry++] = sum_rows + j;
        rows[entry++] = sum_rows + n + j;
        starts[j + 1] = entry;
    }
    return CNL_OK;
}

static cnl_status box_shape(family_problem *problem, random_stream *stream)
{
    (void)stream;
    return bounded_shape(problem, 0);
}

static cnl_status portfolio_shape(family_problem *problem, random_stream *stream)
{
    (void)stream;
    return bounded_shape(problem, 1);
}

static void bounded_fill_shared(const cnl_structure *structure, const recipe_numbers *numbers, random_stream *stream)
{
    (void)stream;
    int64_t entry = 0;
    for (int32_t j = 0; j < structure->n; j++) {
        if (structure->cones.z == 1) numbers->A[entry++] = 1;
        numbers->A[entry++] = 1;
        numbers->A[entry++] = -1;
    }
}

static size_t tall_scratch(const cnl_structure *structure) { return 2 * (size_t)structure->n * (size_t)structure->n; }

/* L ~ N (2n x n), P = L'L / 2n, c ~ N [Butler & Kwon 2023]. */
static void sample_covariance_fill(int32_t n, const recipe_numbers *numbers, random_stream *stream)
{
    random_fill_normal(stream, 2 * (int64_t)n * n, numbers->scratch);
    recipe_gram(2 * n, n, numbers->scratch, 1.0 / (2.0 * n), 0, numbers->P);
    random_fill_normal(stream, n, numbers->c);
}

static void box_fill(const cnl_structure *structure, const recipe_numbers *numbers, random_stream *stream)
{
    int32_t n = structure->n;
    sample_covariance_fill(n, numbers, stream);
    random_fill_uniform(stream, 0.25, 1, 2 * (int64_t)n, numbers->b);
    for (int32_t j = 0; j < n; j++) numbers->feasible[j] = 0;
}

static void portfolio_fill(const cnl_structure *structure, const recipe_numbers *numbers, random_stream *stream)
{
    int32_t n = structure->n;
    sample_covariance_fill(n, numbers, stream);
    numbers->b[0] = 1;
    random_fill_uniform(stream, 1, 2, 2 * (int64_t)n, numbers->b + 1);
    for (int32_t j = 0; j < n; j++) numbers->feasible[j] = 1.0 / n;
}

const recipe RECIPE_BOX = {
    .about = {"box", "quadratic over a box, half of it usually binding", 1, 20, 2048},
    .shares_A = true,
    .shape = box_shape,
    .fill_shared = bounded_fill_shared,
    .fill = box_fill,
    .scratch = tall_scratch,
};

const recipe RECIPE_PORTFOLIO = {
    .about = {"portfolio", "least risk minus return, weights sum to 1, each within bounds", 1, 20, 2048},
    .shares_A = true,
    .shape = portfolio_shape,
    .fill_shared = bounded_fill_shared,
    .fill = portfolio_fill,
    .scratch = tall_scratch,
};

/* Projection of N(0, I) onto the simplex: P = I, c ~ N, x >= 0, sum x = 1. Everything but c is shared. */

static cnl_status simplex_shape(family_problem *problem, random_stream *stream)
{
    (void)stream;
    cnl_structure *structure = &problem->structure;
    structure->m = 1 + structure->n;
    structure->cones.z = 1;
    structure->cones.l = structure->n;
    structure->P = recipe_dense();
    structure->A = recipe_dense();
    return CNL_OK;
}

static void simplex_fill_shared(const cnl_structure *structure, const recipe_numbers *numbers, random_stream *stream)
{
    (void)stream;
    int64_t n = structure->n;
    for (int64_t j = 0; j < n; j++) {
        numbers->P[j * n + j] = 1;
        numbers->A[j] = 1;
        numbers->A[(1 + j) * n + j] = -1;
    }
    numbers->b[0] = 1;
}

static void simplex_fill(const cnl_structure *structure, const recipe_numbers *numbers, random_stream *stream)
{
    int32_t n = structure->n;
    random_fill_normal(stream, n, numbers->c);
    for (int32_t j = 0; j < n; j++) numbers->feasible[j] = 1.0 / n;
}

const recipe RECIPE_SIMPLEX = {
    .about = {"simplex", "projection onto the probability simplex; all data but c shared", 1, 20, 2048},
    .shares_P = true,
    .shares_A = true,
    .shares_b = true,
    .shape = simplex_shape,
    .fill_shared = simplex_fill_shared,
    .fill = simplex_fill,
};
