/* Programs without a solution, made so by a certificate chosen first. */
#include "programs.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "dense.h"

/* A random point of the interior of K (zero rows 0) or of K* (zero rows free), with components of order 1. */
static void fill_interior(const cnl_cones *cones, bool dual, double *v, dice *stream)
{
    for (int32_t i = 0; i < cones->z; i++) v[i] = dual ? dice_normal(stream) : 0;
    for (int32_t i = 0; i < cones->l; i++) v[cones->z + i] = dice_uniform(stream, 0.5, 1.5);
    for (int32_t k = 0; k < cones->q_count; k++) {
        int32_t row = cones_q_start(cones, k);
        int32_t size = cones->q[k];
        dice_fill(stream, v + row + 1, (size_t)size - 1);
        v[row] = norm2(v + row + 1, size - 1) + dice_uniform(stream, 0.5, 1.5);
    }
}

void make_primal_infeasible(programs *all, int64_t i, uint64_t seed)
{
    int32_t n = all->n;
    int32_t m = all->m;
    double *A = programs_A(all, i);
    double *b = programs_b(all, i);
    double *y = all->y + i * m;
    double *Ay = numbers_create(n);
    dice stream = dice_begin(seed, (uint64_t)i);

    fill_interior(&all->cones, true, y, &stream);
    double square = dot(y, y, m);
    multiply_transposed(A, y, Ay, m, n);
    double excess = (dot(b, y, m) + 1) / square;
    for (int32_t r = 0; r < m; r++) {
        for (int32_t j = 0; j < n; j++) A[(int64_t)r * n + j] -= y[r] * Ay[j] / square;
        b[r] -= excess * y[r];
    }
    free(Ay);
}

/* P <- Q P Q, Q = I - dd'/d'd. */
static void project_out(double *P, const double *d, int32_t n)
{
    double square = dot(d, d, n);
    if (n == 1) P[0] = 0; /* exactly */
    double *Pd = numbers_create(n);
    multiply(P, d, Pd, n, n);
    double dPd = dot(d, Pd, n);
    for (int32_t i = 0; i < n; i++) {
        for (int32_t j = 0; j < n; j++) {
            P[(int64_t)i * n + j] += -(d[i] * Pd[j] + Pd[i] * d[j]) / square + d[i] * (dPd / square / square) * d[j];
        }
    }
    free(Pd);
}

void make_unbounded(programs *all, int64_t i, uint64_t seed)
{
    int32_t n = all->n;
    int32_t m = all->m;
    double *A = programs_A(all, i);
    double *b = programs_b(all, i);
    double *c = programs_c(all, i);
    double *d = all->x + i * n;
    double *descent = all->s + i * m;
    double *interior = numbers_create(m);
    double *x0 = numbers_create(n);
    double *Ad = numbers_create(m);
    dice stream = dice_begin(seed, (uint64_t)i);

    dice_fill(&stream, d, (size_t)n);
    d[0] += d[0] < 0 ? -1 : 1;
    double square = dot(d, d, n);
    project_out(programs_P(all, i), d, n);

    fill_interior(&all->cones, false, descent, &stream); /* -Ad = descent */
    multiply(A, d, Ad, m, n);
    for (int32_t r = 0; r < m; r++) {
        for (int32_t j = 0; j < n; j++) A[(int64_t)r * n + j] -= (Ad[r] + descent[r]) * d[j] / square;
    }
    double excess = (dot(c, d, n) + 1) / square; /* c'd = -1 */
    for (int32_t j = 0; j < n; j++) c[j] -= excess * d[j];

    dice_fill(&stream, x0, (size_t)n);
    fill_interior(&all->cones, false, interior, &stream); /* b = A x0 + a point of the interior */
    multiply(A, x0, b, m, n);
    for (int32_t r = 0; r < m; r++) b[r] += interior[r];
    free(interior);
    free(x0);
    free(Ad);
}
