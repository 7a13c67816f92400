// A = L L' for one n x n matrix per block, in dynamic shared memory; also with mistakes, one at a time.

enum mistake { none, no_barrier, long_row, no_copy };

extern __shared__ double shared[];

template <mistake which> __device__ void factor(int n, const double *A, double *L)
{
    double *K = shared;
    const double *mine = A + (long)blockIdx.x * n * n;
    const int copied = which == no_copy ? n * n - 1 : n * n;
    for (int i = threadIdx.x; i < copied; i += blockDim.x) {
        K[i] = mine[i];
    }
    __syncthreads();
    for (int j = 0; j < n; j++) {
        const double root = sqrt(K[j * n + j]);
        __syncthreads();
        for (int i = j + threadIdx.x; i < n; i += blockDim.x) {
            K[i * n + j] /= root;
        }
        if (which != no_barrier) __syncthreads();
        const int rest = n - j - 1;
        for (int k = threadIdx.x; k < rest * rest; k += blockDim.x) {
            const int row = j + 1 + k / rest, column = j + 1 + k % rest;
            if (column <= row) K[row * n + column] -= K[row * n + j] * K[column * n + j];
        }
        __syncthreads();
    }
    const int stored = which == long_row ? n * n + 1 : n * n;
    for (int i = threadIdx.x; i < stored; i += blockDim.x) {
        L[(long)blockIdx.x * n * n + i] = i < n * n && i % n <= i / n ? K[i] : 0;
    }
}

#define KERNEL(name, which)                                                                                            \
    extern "C" __global__ void __launch_bounds__(256) name(int n, const double *A, double *L)                          \
    {                                                                                                                  \
        factor<which>(n, A, L);                                                                                        \
    }

KERNEL(cholesky, none)
KERNEL(cholesky_without_barrier, no_barrier)
KERNEL(cholesky_out_of_bounds, long_row)
KERNEL(cholesky_uninitialised, no_copy)
