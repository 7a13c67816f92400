/* Products of tiles of doubles, by tensor cores. */
#ifndef CUDA_WARP_TILE_DOUBLE_H
#define CUDA_WARP_TILE_DOUBLE_H

#if defined(CONELET_CUDASIM)
FN void multiply_add(double *even, double *odd, double a, double b)
{
    double c[2] = {*even, *odd};
    cudasim_mma_m8n8k4_f64(c, a, b);
    *even = c[0];
    *odd = c[1];
}
#else
FN void multiply_add(double *even, double *odd, double a, double b)
{
    asm("mma.sync.aligned.m8n8k4.row.col.f64.f64.f64.f64 {%0, %1}, {%2}, {%3}, {%0, %1};"
        : "+d"(*even), "+d"(*odd)
        : "d"(a), "d"(b));
}
#endif

/* c += x y'. */
FN void add_product(tile8 *c, tile8 x, tile8 y)
{
    multiply_add(&c->even, &c->odd, x.even, y.even);
    multiply_add(&c->even, &c->odd, x.odd, y.odd);
}

/* Two tiles with the same right factor: c0 += x0 y', c1 += x1 y'. From sm_90 on one instruction does both, at twice the
   rate of m8n8k4 (measured on an H100: 66 against 33 TFLOP/s). */
FN void add_products(tile8 *c0, tile8 *c1, tile8 x0, tile8 x1, tile8 y)
{
#if !defined(CONELET_CUDASIM) && defined(__CUDA_ARCH__) && __CUDA_ARCH__ >= 900
    asm("mma.sync.aligned.m16n8k8.row.col.f64.f64.f64.f64 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, "
        "{%0, %1, %2, %3};"
        : "+d"(c0->even), "+d"(c0->odd), "+d"(c1->even), "+d"(c1->odd)
        : "d"(x0.even), "d"(x1.even), "d"(x0.odd), "d"(x1.odd), "d"(y.even), "d"(y.odd));
#else
    add_product(c0, x0, y);
    add_product(c1, x1, y);
#endif
}

/* Each lane has a part of the sum that belongs to its row: the eight sums, as a vector. */
FN tile8 tile_row_sums(double part)
{
    tile8 sums = tile_zeros();
    multiply_add(&sums.even, &sums.odd, 1.0, part);
    return sums;
}

/* c += v u' of rank one: v in the lanes of pair k / 2 and 0 in the others, u in those lanes too. */
FN void add_rank_one(tile8 *c, double v, double u, int k)
{
    (void)k;
    multiply_add(&c->even, &c->odd, v, u);
}

#endif
