/* Numbers of twice the precision as sums of two floats [Dekker 1971; Ogita, Rump & Oishi 2005, Dot2]: where doubles are
   slow, a multiply-add of pairs, eleven instructions, is six times as fast as one of doubles. */
#ifndef CUDA_PAIR_H
#define CUDA_PAIR_H

typedef struct pair {
    float high, low; /* |low| is a rounding of high once pair_normal() has seen it, and a sum of roundings before */
} pair;

/* a + b without an error. */
FN pair sum_of_two(float a, float b)
{
    float sum = a + b;
    float other = sum - a;
    return {sum, (a - (sum - other)) + (b - other)};
}

/* The same where |a| >= |b|. */
FN pair pair_normal(pair a)
{
    float sum = a.high + a.low;
    return {sum, a.low - (sum - a.high)};
}

FN pair pair_plus(pair a, pair b)
{
    pair sum = sum_of_two(a.high, b.high);
    sum.low += a.low + b.low;
    return sum;
}

FN pair pair_negative(pair a) { return {-a.high, -a.low}; }

FN float pair_rounded(pair a) { return a.high + a.low; }

/* sum + a x. The product is rounded by itself, or the compiler would fuse it into the sum. */
FN pair pair_muladd(float a, pair x, pair sum)
{
    float product = __fmul_rn(a, x.high);
    float error = fma(a, x.low, fma(a, x.high, -product));
    pair total = sum_of_two(sum.high, product);
    total.low += sum.low + error;
    return total;
}

FN pair pair_from_lane(pair a, int bit)
{
    return {__shfl_xor_sync(0xffffffffu, a.high, bit), __shfl_xor_sync(0xffffffffu, a.low, bit)};
}

#endif
