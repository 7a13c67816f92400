/* Symmetric products of a thread block: G = V V', and K = P + A' D A. */
#ifndef CUDA_BLOCK_GRAM_H
#define CUDA_BLOCK_GRAM_H

#include "../engine/gram.h"

enum { GRAM_BUFFER = 0 };

/* G = V V', lower triangle; V has m rows of n numbers. A thread per entry. */
FNBIG void gram(team *tm, int m, int n, const real *V, real *G)
{
    each (e, m * m) {
        int i = e / m;
        int j = e % m;
        if (j > i) continue;
        real sum = zero();
        for (int k = 0; k < n; k++) sum = muladd(V[(int64_t)i * n + k], V[(int64_t)j * n + k], sum);
        G[triangle_at(i, j, m)] = sum;
    }
    sync(tm);
}

/* The same; `next`, what is read after it, is not asked for. */
FN void gram_before(team *tm, int m, int n, const real *V, const real *next, real *G)
{
    (void)next;
    gram(tm, m, n, V, G);
}

/* sum + a' diag(d) b over the rows. */
FN real weighted_dot(const panel_rows *of, const real *a, const real *b, const real *d, real sum)
{
    for (int k = 0; k < of->count; k++) sum = muladd(a[k] * d[k], b[k], sum);
    return sum;
}

/* A number in row i, column j of a symmetric matrix of order n, and the terms there. */
FN real with_terms(real number, const gram_terms *terms, int i, int j, int n)
{
    real sum = muladd(terms->by, terms->C[triangle_at(i, j, n)], number);
    sum = muladd(terms->plus * terms->u[i], terms->u[j], sum);
    return muladd(terms->minus * terms->w[i], terms->w[j], sum);
}

/* K = P + A' diag(d) A over some rows of A, lower triangles; K may be P; A column after column; d and `also` from the
   first of the rows on; also: NULL for none. */
FNBIG void weighted_gram(team *tm, int n, const panel_rows *of, const real *P, const real *d, real *K, real *buffer,
                         const gram_products *also)
{
    (void)buffer;
    const real *A = of->matrix + of->first;
    each (e, n * n) {
        int i = e / n;
        int j = e % n;
        if (j > i) continue;
        K[triangle_at(i, j, n)] =
            weighted_dot(of, A + (int64_t)i * of->total, A + (int64_t)j * of->total, d, P[triangle_at(i, j, n)]);
    }
    if (also)
        each (j, n) {
            real of_y = zero();
            real of_r = zero();
            for (int k = 0; k < of->count; k++) {
                real number = A[(int64_t)j * of->total + k];
                of_y = muladd(number, also->y[k], of_y);
                of_r = muladd(number * d[k], also->r[k], of_r);
            }
            also->of_y[j] = of_y;
            also->of_r[j] = of_r;
        }
    sync(tm);
}

/* K = P + terms + A' diag(d) A, likewise; P and terms: NULL for none. */
FNBIG void weighted_gram_runs(team *tm, int n, const panel_rows *of, const panel_runs *runs, const real *P,
                              const gram_terms *terms, const real *d, real *K, real *buffer)
{
    (void)runs;
    (void)buffer;
    const real *A = of->matrix + of->first;
    each (e, n * n) {
        int i = e / n;
        int j = e % n;
        if (j > i) continue;
        real sum = P ? P[triangle_at(i, j, n)] : zero();
        if (terms) sum = with_terms(sum, terms, i, j, n);
        K[triangle_at(i, j, n)] = weighted_dot(of, A + (int64_t)i * of->total, A + (int64_t)j * of->total, d, sum);
    }
    sync(tm);
}

/* K = P + terms, lower triangles; K may be P; P: NULL for none. */
FNBIG void add_terms(team *tm, int n, const real *P, const gram_terms *terms, real *K)
{
    each (e, n * n) {
        int i = e / n;
        int j = e % n;
        if (j > i) continue;
        K[triangle_at(i, j, n)] = with_terms(P ? P[triangle_at(i, j, n)] : zero(), terms, i, j, n);
    }
    sync(tm);
}

#endif
