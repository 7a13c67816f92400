#include "arithmetic_cases.h"

extern "C" __global__ void integers(int n, const long long *a, const long long *b, long long *out)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < n) compute_integers(a[i], b[i], (unsigned)(7 * i), out + (long)i * integer_results);
}

extern "C" __global__ void reals(int n, const double *a, const double *b, const long long *k, double *out)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < n) compute_reals(a[i], b[i], k[i], out + (long)i * real_results);
}

// Bits by inline PTX: fields, bytes, logic tables, carries, roundings.
extern "C" __global__ void bits(int n, const unsigned *a, const unsigned *b, unsigned *out)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= n) return;
    const unsigned x = a[i], y = b[i], start = i % 40, length = (i * 3) % 37;
    unsigned r[12];
    asm("bfe.u32 %0, %1, %2, %3;" : "=r"(r[0]) : "r"(x), "r"(start), "r"(length));
    asm("bfe.s32 %0, %1, %2, %3;" : "=r"(r[1]) : "r"(x), "r"(start), "r"(length));
    asm("bfi.b32 %0, %1, %2, %3, %4;" : "=r"(r[2]) : "r"(x), "r"(y), "r"(start), "r"(length));
    asm("prmt.b32 %0, %1, %2, 0x2f61;" : "=r"(r[3]) : "r"(x), "r"(y));
    asm("lop3.b32 %0, %1, %2, %3, 0x96;" : "=r"(r[4]) : "r"(x), "r"(y), "r"(start));
    asm("brev.b32 %0, %1;" : "=r"(r[5]) : "r"(x));
    asm("bfind.u32 %0, %1;" : "=r"(r[6]) : "r"(x));
    asm("add.cc.u32 %0, %2, %3;\n\taddc.u32 %1, %2, 0;" : "=r"(r[7]), "=r"(r[8]) : "r"(x), "r"(y));
    asm("sub.cc.u32 %0, %2, %3;\n\tsubc.u32 %1, %2, 0;" : "=r"(r[9]), "=r"(r[10]) : "r"(x), "r"(y));
    asm("shf.l.wrap.b32 %0, %1, %2, %3;" : "=r"(r[11]) : "r"(x), "r"(y), "r"(start));
    for (int k = 0; k < 12; k++) {
        out[12 * i + k] = r[k];
    }
}

extern "C" __global__ void roundings(int n, const double *a, const double *b, double *out)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= n) return;
    double *r = out + 8l * i;
    r[0] = __dadd_rd(a[i], b[i]);
    r[1] = __dadd_ru(a[i], b[i]);
    r[2] = __dmul_rz(a[i], b[i]);
    r[3] = __fma_rd(a[i], b[i], b[i]);
    r[4] = __double2float_ru(a[i]);
    r[5] = (double)__double2ll_rd(a[i]);
    r[6] = (double)__double2int_rn(a[i]);
    r[7] = (double)__double2uint_rz(a[i]);
}
