// C += A B on tensor cores, one warp, row-major arrays. Of doubles m8n8k4 everywhere, the larger shapes from sm_90 on.

__device__ void mma_8_8_4(double (&c)[2], double a, double b)
{
    asm volatile("mma.sync.aligned.m8n8k4.row.col.f64.f64.f64.f64 {%0,%1}, {%2}, {%3}, {%0,%1};"
                 : "+d"(c[0]), "+d"(c[1])
                 : "d"(a), "d"(b));
}

// A [8, 4], B [4, 8], C [8, 8]
extern "C" __global__ void tile_8_8_4(const double *A, const double *B, double *C)
{
    const int g = threadIdx.x / 4, t = threadIdx.x % 4;
    double c[2] = {C[8 * g + 2 * t], C[8 * g + 2 * t + 1]};
    mma_8_8_4(c, A[4 * g + t], B[8 * t + g]);
    C[8 * g + 2 * t] = c[0];
    C[8 * g + 2 * t + 1] = c[1];
}

// Of floats, of which the tensor cores take eleven bits: A [16, 8], B [8, 8], C [16, 8]
extern "C" __global__ void tile_tf32(const float *A, const float *B, float *C)
{
    const int g = threadIdx.x / 4, t = threadIdx.x % 4;
    float c[4];
    int a[4], b[2];
    for (int i = 0; i < 4; i++) c[i] = C[8 * (g + 8 * (i / 2)) + 2 * t + i % 2];
    for (int i = 0; i < 4; i++) a[i] = __float_as_int(A[8 * (g + 8 * (i % 2)) + t + 4 * (i / 2)]);
    for (int i = 0; i < 2; i++) b[i] = __float_as_int(B[8 * (t + 4 * i) + g]);
    asm volatile(
        "mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32 {%0,%1,%2,%3}, {%4,%5,%6,%7}, {%8,%9}, {%0,%1,%2,%3};"
        : "+f"(c[0]), "+f"(c[1]), "+f"(c[2]), "+f"(c[3])
        : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "r"(b[0]), "r"(b[1]));
    for (int i = 0; i < 4; i++) C[8 * (g + 8 * (i / 2)) + 2 * t + i % 2] = c[i];
}

#if __CUDA_ARCH__ >= 900
// A [16, 4], B [4, 8], C [16, 8]
extern "C" __global__ void tile_16_8_4(const double *A, const double *B, double *C)
{
    const int g = threadIdx.x / 4, t = threadIdx.x % 4;
    double c[4], a[2];
    for (int i = 0; i < 4; i++) c[i] = C[8 * (g + 8 * (i / 2)) + 2 * t + i % 2];
    for (int i = 0; i < 2; i++) a[i] = A[4 * (g + 8 * i) + t];
    asm volatile("mma.sync.aligned.m16n8k4.row.col.f64.f64.f64.f64 {%0,%1,%2,%3}, {%4,%5}, {%6}, {%0,%1,%2,%3};"
                 : "+d"(c[0]), "+d"(c[1]), "+d"(c[2]), "+d"(c[3])
                 : "d"(a[0]), "d"(a[1]), "d"(B[8 * t + g]));
    for (int i = 0; i < 4; i++) C[8 * (g + 8 * (i / 2)) + 2 * t + i % 2] = c[i];
}

// A [16, 8], B [8, 8], C [16, 8]
extern "C" __global__ void tile_16_8_8(const double *A, const double *B, double *C)
{
    const int g = threadIdx.x / 4, t = threadIdx.x % 4;
    double c[4], a[4], b[2];
    for (int i = 0; i < 4; i++) c[i] = C[8 * (g + 8 * (i / 2)) + 2 * t + i % 2];
    for (int i = 0; i < 4; i++) a[i] = A[8 * (g + 8 * (i % 2)) + t + 4 * (i / 2)];
    for (int i = 0; i < 2; i++) b[i] = B[8 * (t + 4 * i) + g];
    asm volatile(
        "mma.sync.aligned.m16n8k8.row.col.f64.f64.f64.f64 {%0,%1,%2,%3}, {%4,%5,%6,%7}, {%8,%9}, {%0,%1,%2,%3};"
        : "+d"(c[0]), "+d"(c[1]), "+d"(c[2]), "+d"(c[3])
        : "d"(a[0]), "d"(a[1]), "d"(a[2]), "d"(a[3]), "d"(b[0]), "d"(b[1]));
    for (int i = 0; i < 4; i++) C[8 * (g + 8 * (i / 2)) + 2 * t + i % 2] = c[i];
}

// A [16, 16], B [16, 8], C [16, 8]
extern "C" __global__ void tile_16_8_16(const double *A, const double *B, double *C)
{
    const int g = threadIdx.x / 4, t = threadIdx.x % 4;
    double c[4], a[8], b[4];
    for (int i = 0; i < 4; i++) c[i] = C[8 * (g + 8 * (i / 2)) + 2 * t + i % 2];
    for (int i = 0; i < 8; i++) a[i] = A[16 * (g + 8 * (i % 2)) + t + 4 * (i / 2)];
    for (int i = 0; i < 4; i++) b[i] = B[8 * (t + 4 * i) + g];
    asm volatile("mma.sync.aligned.m16n8k16.row.col.f64.f64.f64.f64 {%0,%1,%2,%3}, {%4,%5,%6,%7,%8,%9,%10,%11}, "
                 "{%12,%13,%14,%15}, {%0,%1,%2,%3};"
                 : "+d"(c[0]), "+d"(c[1]), "+d"(c[2]), "+d"(c[3])
                 : "d"(a[0]), "d"(a[1]), "d"(a[2]), "d"(a[3]), "d"(a[4]), "d"(a[5]), "d"(a[6]), "d"(a[7]), "d"(b[0]),
                   "d"(b[1]), "d"(b[2]), "d"(b[3]));
    for (int i = 0; i < 4; i++) C[8 * (g + 8 * (i / 2)) + 2 * t + i % 2] = c[i];
}
#endif
