/* Products of a panelled matrix with vectors. */
#ifndef CPU_PACK_PRODUCT_H
#define CPU_PACK_PRODUCT_H

#include "../engine/tile.h"

/* Even and odd columns are summed apart: twice as many sums in flight hide the latency of one. */
FN void product_panel(int h, const panel_runs *runs, const real *M, const real *x, real *y)
{
    real even[TILE];
    real odd[TILE];
    UNROLL for (int i = 0; i < h; i++) even[i] = odd[i] = zero();
    for (int r = 0; r < runs->count; r++) {
        int k = runs->first[r];
        int end = runs->end[r];
        const real *own = M + (int64_t)k * h;
        for (; k + 2 <= end; k += 2, own += 2 * h) {
            UNROLL for (int i = 0; i < h; i++) even[i] = muladd(own[i], x[k], even[i]);
            UNROLL for (int i = 0; i < h; i++) odd[i] = muladd(own[h + i], x[k + 1], odd[i]);
        }
        if (k < end) UNROLL for (int i = 0; i < h; i++) even[i] = muladd(own[i], x[k], even[i]);
    }
    UNROLL for (int i = 0; i < h; i++) y[i] = even[i] + odd[i];
}

/* y = M x, M (p x q) in panels of its p rows; here and below `runs` are the panels', NULL for whole panels. */
FNBIG void product(team *tm, int p, int q, const real *M, const panel_runs *runs, const real *x, real *y)
{
    panel_runs whole = whole_panel(q);
    each (I, panel_count(p)) {
        const panel_runs *own = runs ? runs + I : &whole;
        WITH_HEIGHT(panel_height(I, p), product_panel(H, own, M + (int64_t)TILE * I * q, x, y + TILE * I))
    }
    sync(tm);
}

/* y += M'x for one panel of M, which is read as one stream; the first one, if it is whole, begins y. */
FN void transposed_panel(int h, int first, const panel_runs *runs, const real *M, const real *x, real *y)
{
    real factor[TILE];
    UNROLL for (int i = 0; i < h; i++) factor[i] = x[i];
    for (int r = 0; r < runs->count; r++)
        for (int k = runs->first[r]; k < runs->end[r]; k++) {
            real sum = first ? zero() : y[k];
            UNROLL for (int i = 0; i < h; i++) sum = muladd(M[k * h + i], factor[i], sum);
            y[k] = sum;
        }
}

/* y = M' x, M (p x q) in panels of its p rows. */
FNBIG void transposed_product(team *tm, int p, int q, const real *M, const panel_runs *runs, const real *x, real *y)
{
    panel_runs whole = whole_panel(q);
    int begun = p == 0 || runs;
    if (begun)
        each (k, q) y[k] = zero();
    for (int I = 0; I < panel_count(p); I++) {
        const panel_runs *own = runs ? runs + I : &whole;
        int first = I == 0 && !begun;
        WITH_HEIGHT(panel_height(I, p), transposed_panel(H, first, own, M + (int64_t)TILE * I * q, x + TILE * I, y))
    }
    sync(tm);
}

FN void product_pair_panel(int h, const panel_runs *runs, const real *M, const real *x0, const real *x1, real *y0,
                           real *y1)
{
    real sum0[TILE];
    real sum1[TILE];
    UNROLL for (int i = 0; i < h; i++) sum0[i] = sum1[i] = zero();
    for (int r = 0; r < runs->count; r++)
        for (int k = runs->first[r]; k < runs->end[r]; k++) {
            UNROLL for (int i = 0; i < h; i++)
            {
                real value = M[k * h + i];
                KEEP(value);
                sum0[i] = muladd(value, x0[k], sum0[i]);
                sum1[i] = muladd(value, x1[k], sum1[i]);
            }
        }
    UNROLL for (int i = 0; i < h; i++) y0[i] = sum0[i];
    UNROLL for (int i = 0; i < h; i++) y1[i] = sum1[i];
}

/* y0 = M x0 and y1 = M x1: M is read once for both. */
FNBIG void product_pair(team *tm, int p, int q, const real *M, const panel_runs *runs, const real *x0, const real *x1,
                        real *y0, real *y1)
{
    panel_runs whole = whole_panel(q);
    each (I, panel_count(p)) {
        const panel_runs *own = runs ? runs + I : &whole;
        WITH_HEIGHT(panel_height(I, p),
                    product_pair_panel(H, own, M + (int64_t)TILE * I * q, x0, x1, y0 + TILE * I, y1 + TILE * I))
    }
    sync(tm);
}

FN void transposed_pair_panel(int h, const panel_runs *runs, const real *M, const real *x0, const real *x1, real *y0,
                              real *y1)
{
    real factor0[TILE];
    real factor1[TILE];
    UNROLL for (int i = 0; i < h; i++) factor0[i] = x0[i];
    UNROLL for (int i = 0; i < h; i++) factor1[i] = x1[i];
    for (int r = 0; r < runs->count; r++)
        for (int k = runs->first[r]; k < runs->end[r]; k++) {
            real sum0 = y0[k];
            real sum1 = y1[k];
            UNROLL for (int i = 0; i < h; i++)
            {
                real value = M[k * h + i];
                KEEP(value);
                sum0 = muladd(value, factor0[i], sum0);
                sum1 = muladd(value, factor1[i], sum1);
            }
            y0[k] = sum0;
            y1[k] = sum1;
        }
}

/* y0 = M' x0 and y1 = M' x1. */
FNBIG void transposed_pair(team *tm, int p, int q, const real *M, const panel_runs *runs, const real *x0,
                           const real *x1, real *y0, real *y1)
{
    panel_runs whole = whole_panel(q);
    each (k, q) y0[k] = y1[k] = zero();
    for (int I = 0; I < panel_count(p); I++) {
        const panel_runs *own = runs ? runs + I : &whole;
        WITH_HEIGHT(panel_height(I, p),
                    transposed_pair_panel(H, own, M + (int64_t)TILE * I * q, x0 + TILE * I, x1 + TILE * I, y0, y1))
    }
    sync(tm);
}

/* out_k = |column k of M|^2, M (p x q) in panels of its p rows. */
FNBIG void column_squares(team *tm, int p, int q, const real *M, real *out)
{
    each (k, q) out[k] = zero();
    for (int I = 0; I < panel_count(p); I++)
        WITH_HEIGHT(panel_height(I, p), {
            const real *a = M + (int64_t)TILE * I * q;
            each (k, q) UNROLL for (int i = 0; i < H; i++) out[k] = muladd(a[k * H + i], a[k * H + i], out[k]);
        })
    sync(tm);
}

FN void symmetric_panel(int h, int before, const real *S, const real *x, real *y, const real *x_own, real *y_own)
{
    real factor[TILE];
    real sum[TILE];
    UNROLL for (int i = 0; i < h; i++)
    {
        factor[i] = x_own[i];
        sum[i] = y_own[i];
    }
    for (int k = 0; k < before; k++, S += h) {
        real even = y[k];
        real odd = zero();
        UNROLL for (int i = 0; i < h; i++)
        {
            real value = S[i];
            KEEP(value);
            sum[i] = muladd(value, x[k], sum[i]);
            if (i & 1)
                odd = muladd(value, factor[i], odd);
            else
                even = muladd(value, factor[i], even);
        }
        y[k] = even + odd;
    }
    UNROLL for (int j = 0; j < h; j++, S += h)
    { /* the diagonal tile: its lower half stands for both */
        UNROLL for (int i = j; i < h; i++)
        {
            sum[i] = muladd(S[i], factor[j], sum[i]);
            if (i != j) sum[j] = muladd(S[i], factor[i], sum[j]);
        }
    }
    UNROLL for (int i = 0; i < h; i++) y_own[i] = sum[i];
}

/* y += S x, S symmetric of order n, lower triangle in panels. */
FNBIG void symmetric_product(team *tm, int n, const real *S, const real *x, real *y)
{
    each (I, panel_count(n))
        WITH_HEIGHT(panel_height(I, n),
                    symmetric_panel(H, TILE * I, S + triangle_start(I), x, y, x + TILE * I, y + TILE * I))
    sync(tm);
}

#endif
