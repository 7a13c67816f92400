/* Products of tiles of floats, by tensor cores that round their operands to 11 bits (TF32): each operand is the sum of
   two such numbers, and of the four products the one of what is left over twice is dropped, which is below 2^-22. */
#ifndef CUDA_WARP_TILE_SINGLE_H
#define CUDA_WARP_TILE_SINGLE_H

#if defined(CONELET_CUDASIM)
FN void multiply_add_rounded(tile8 *c0, tile8 *c1, tile8 x0, tile8 x1, tile8 y)
{
    float c[4] = {c0->even, c0->odd, c1->even, c1->odd};
    const float a[4] = {x0.even, x1.even, x0.odd, x1.odd};
    const float b[2] = {y.even, y.odd};
    cudasim_mma_m16n8k8_tf32(c, a, b);
    *c0 = {c[0], c[1]};
    *c1 = {c[2], c[3]};
}
#else
/* c0 += x0 y', c1 += x1 y', of what eleven bits hold of x0, x1 and y. */
FN void multiply_add_rounded(tile8 *c0, tile8 *c1, tile8 x0, tile8 x1, tile8 y)
{
    asm("mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, "
        "{%0, %1, %2, %3};"
        : "+f"(c0->even), "+f"(c0->odd), "+f"(c1->even), "+f"(c1->odd)
        : "r"(__float_as_int(x0.even)), "r"(__float_as_int(x1.even)), "r"(__float_as_int(x0.odd)),
          "r"(__float_as_int(x1.odd)), "r"(__float_as_int(y.even)), "r"(__float_as_int(y.odd)));
}
#endif

/* To the nearest number of 11 bits. */
FN float rounded_number(float a) { return __int_as_float((__float_as_int(a) + 0x1000) & ~0x1fff); }

FN tile8 rounded_tile(tile8 c) { return {rounded_number(c.even), rounded_number(c.odd)}; }

FN tile8 tile_rest(tile8 c, tile8 rounded) { return {c.even - rounded.even, c.odd - rounded.odd}; }

/* Two tiles with the same right factor: c0 += x0 y', c1 += x1 y'. The small terms first. */
FN void add_products(tile8 *c0, tile8 *c1, tile8 x0, tile8 x1, tile8 y)
{
    tile8 near0 = rounded_tile(x0);
    tile8 near1 = rounded_tile(x1);
    tile8 near = rounded_tile(y);
    multiply_add_rounded(c0, c1, tile_rest(x0, near0), tile_rest(x1, near1), near);
    multiply_add_rounded(c0, c1, near0, near1, tile_rest(y, near));
    multiply_add_rounded(c0, c1, near0, near1, near);
}

/* c += x y'. The instruction has two left factors: both parts of x, in place of two tiles. */
FN void add_product(tile8 *c, tile8 x, tile8 y)
{
    tile8 near_x = rounded_tile(x);
    tile8 rest_x = tile_rest(x, near_x);
    tile8 near = rounded_tile(y);
    tile8 of_rest = {0, 0};
    tile8 unused = {0, 0};
    multiply_add_rounded(c, &of_rest, near_x, rest_x, near);
    multiply_add_rounded(c, &unused, near_x, rest_x, tile_rest(y, near));
    c->even += of_rest.even;
    c->odd += of_rest.odd;
}

/* c += v u' of rank one: v and u in the lanes of pair k / 2. */
FN void add_rank_one(tile8 *c, float v, float u, int k)
{
    float own = __shfl_sync(0xffffffffu, v, 4 * tile_row() + k / 2);
    float even = __shfl_sync(0xffffffffu, u, 8 * tile_pair() + k / 2);
    float odd = __shfl_sync(0xffffffffu, u, 8 * tile_pair() + 4 + k / 2);
    c->even = fma(own, even, c->even);
    c->odd = fma(own, odd, c->odd);
}

#endif
