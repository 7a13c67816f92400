// Chains and streams of one kind of instruction, as they were measured on a device; the cycle model must give the
// same figures back.

constexpr int steps = 64;

extern __shared__ double shared[];

extern "C" __global__ void fma_chain(double *out, double a)
{
    double x = out[threadIdx.x];
#pragma unroll
    for (int i = 0; i < steps; i++) x = fma(x, a, a);
    out[threadIdx.x] = x;
}

extern "C" __global__ void fma_stream(double *out, double a)
{
    double x[16];
#pragma unroll
    for (int k = 0; k < 16; k++) x[k] = a + k;
#pragma unroll
    for (int i = 0; i < steps; i++) x[i % 16] = fma(x[i % 16], a, a);
    double sum = 0;
#pragma unroll
    for (int k = 0; k < 16; k++) sum += x[k];
    out[threadIdx.x] = sum;
}

__device__ void mma_small(double (&c)[2], double a, double b)
{
    asm volatile("mma.sync.aligned.m8n8k4.row.col.f64.f64.f64.f64 {%0,%1}, {%2}, {%3}, {%0,%1};"
                 : "+d"(c[0]), "+d"(c[1])
                 : "d"(a), "d"(b));
}

extern "C" __global__ void mma_small_chain(double *out, double a)
{
    double c[2] = {out[threadIdx.x], a};
#pragma unroll
    for (int i = 0; i < steps; i++) mma_small(c, a, a);
    out[threadIdx.x] = c[0] + c[1];
}

extern "C" __global__ void mma_small_stream(double *out, double a)
{
    double c[8][2];
#pragma unroll
    for (int k = 0; k < 8; k++) c[k][0] = c[k][1] = a + k;
#pragma unroll
    for (int i = 0; i < steps; i++) mma_small(c[i % 8], a, a);
    double sum = 0;
#pragma unroll
    for (int k = 0; k < 8; k++) sum += c[k][0] + c[k][1];
    out[threadIdx.x] = sum;
}

#if __CUDA_ARCH__ >= 900
__device__ void mma_large(double (&c)[4], double a, double b)
{
    asm volatile("mma.sync.aligned.m16n8k16.row.col.f64.f64.f64.f64 {%0,%1,%2,%3}, {%4,%4,%4,%4,%4,%4,%4,%4}, "
                 "{%5,%5,%5,%5}, {%0,%1,%2,%3};"
                 : "+d"(c[0]), "+d"(c[1]), "+d"(c[2]), "+d"(c[3])
                 : "d"(a), "d"(b));
}

extern "C" __global__ void mma_large_chain(double *out, double a)
{
    double c[4] = {out[threadIdx.x], a, a, a};
#pragma unroll
    for (int i = 0; i < steps; i++) mma_large(c, a, a);
    out[threadIdx.x] = c[0] + c[1] + c[2] + c[3];
}

extern "C" __global__ void mma_large_stream(double *out, double a)
{
    double c[4][4];
#pragma unroll
    for (int k = 0; k < 16; k++) c[k / 4][k % 4] = a + k;
#pragma unroll
    for (int i = 0; i < steps; i++) mma_large(c[i % 4], a, a);
    double sum = 0;
#pragma unroll
    for (int k = 0; k < 16; k++) sum += c[k / 4][k % 4];
    out[threadIdx.x] = sum;
}
#endif

extern "C" __global__ void shuffle_chain(double *out, double)
{
    double x = out[threadIdx.x];
#pragma unroll
    for (int i = 0; i < steps; i++) x = __shfl_sync(0xffffffffu, x, (threadIdx.x + 1) % 32);
    out[threadIdx.x] = x;
}

extern "C" __global__ void shared_chain(double *out, double)
{
    unsigned *next = (unsigned *)shared;
    unsigned at = (unsigned)__cvta_generic_to_shared(next + threadIdx.x % 32);
    next[threadIdx.x % 32] = at;
    __syncwarp();
#pragma unroll
    for (int i = 0; i < steps; i++) asm volatile("ld.shared.u32 %0, [%0];" : "+r"(at));
    out[threadIdx.x] = at;
}

extern "C" __global__ void reciprocal_chain(double *out, double)
{
    double x = out[threadIdx.x];
#pragma unroll
    for (int i = 0; i < steps; i++) asm volatile("rcp.approx.ftz.f64 %0, %0;" : "+d"(x));
    out[threadIdx.x] = x;
}

extern "C" __global__ void barrier_chain(double *out, double a)
{
#pragma unroll
    for (int i = 0; i < steps; i++) __syncthreads();
    out[threadIdx.x] = a;
}
