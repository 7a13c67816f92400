// L x = b by one warp, x in shared memory, for up to 64 unknowns; also with a __syncwarp() missing.

template <bool synchronises> __device__ void solve(int n, const double *L, const double *b, double *x)
{
    __shared__ double y[64];
    for (int i = threadIdx.x; i < n; i += 32) {
        y[i] = b[i];
    }
    __syncwarp();
    for (int j = 0; j < n; j++) {
        if (threadIdx.x == 0) y[j] /= L[j * n + j];
        if (synchronises) __syncwarp();
        for (int i = j + 1 + threadIdx.x; i < n; i += 32) {
            y[i] -= L[i * n + j] * y[j];
        }
        __syncwarp();
    }
    for (int i = threadIdx.x; i < n; i += 32) {
        x[i] = y[i];
    }
}

extern "C" __global__ void triangular(int n, const double *L, const double *b, double *x) { solve<true>(n, L, b, x); }

extern "C" __global__ void triangular_without_syncwarp(int n, const double *L, const double *b, double *x)
{
    solve<false>(n, L, b, x);
}
