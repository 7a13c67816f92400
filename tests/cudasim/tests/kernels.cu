#include "kernels.h"

__global__ void reduce(const double *x, int n, double *sum)
{
    __shared__ double of_warp[32];
    int lane = threadIdx.x % 32;
    int warp = threadIdx.x / 32;

    double mine = 0;
    for (int i = blockIdx.x * blockDim.x + threadIdx.x; i < n; i += gridDim.x * blockDim.x) mine += x[i];
    for (int distance = 16; distance > 0; distance /= 2) mine += __shfl_down_sync(0xffffffffu, mine, distance);
    if (lane == 0) of_warp[warp] = mine;
    __syncthreads();

    if (warp != 0) return;
    mine = lane < static_cast<int>(blockDim.x / 32) ? of_warp[lane] : 0;
    for (int distance = 16; distance > 0; distance /= 2) mine += __shfl_xor_sync(0xffffffffu, mine, distance);
    if (lane == 0) atomicAdd(sum, mine);
}

__global__ void factor(double *A, int n, int *failed)
{
    DYNAMIC_SHARED(double, L);
    __shared__ int first_bad;
    double *mine = A + static_cast<long long>(blockIdx.x) * n * n;
    int threads = static_cast<int>(blockDim.x);
    int thread = static_cast<int>(threadIdx.x);

    if (thread == 0) first_bad = 0;
    for (int i = thread; i < n * n; i += threads) L[i] = mine[i];
    __syncthreads();
    for (int k = 0; k < n; k++) {
        if (thread == 0) {
            if (!(L[k + k * n] > 0) && first_bad == 0) first_bad = k + 1;
            L[k + k * n] = sqrt(L[k + k * n]);
        }
        __syncthreads();
        if (first_bad != 0) break;

        double scale = 1 / L[k + k * n];
        for (int i = k + 1 + thread; i < n; i += threads) L[i + k * n] *= scale;
        __syncthreads();
        int left = n - k - 1;
        for (int t = thread; t < left * left; t += threads) {
            int i = k + 1 + t % left;
            int j = k + 1 + t / left;
            if (i >= j) L[i + j * n] -= L[i + k * n] * L[j + k * n];
        }
        __syncthreads();
    }
    for (int i = thread; i < n * n; i += threads) mine[i] = L[i];
    if (thread == 0) failed[blockIdx.x] = first_bad;
}

__global__ void solve_lower(const double *L, double *b, int n, int problems)
{
    DYNAMIC_SHARED(double, of_warps);
    int lane = threadIdx.x % 32;
    int warp = threadIdx.x / 32;
    int problem = blockIdx.x * (blockDim.x / 32) + warp;
    if (problem >= problems) return;

    const double *mine = L + static_cast<long long>(problem) * n * n;
    double *x = of_warps + warp * n;
    for (int i = lane; i < n; i += 32) x[i] = b[problem * n + i];
    __syncwarp();
    for (int k = 0; k < n; k++) {
        if (lane == 0) x[k] /= mine[k + k * n];
        __syncwarp();
        double solved = x[k];
        for (int i = k + 1 + lane; i < n; i += 32) x[i] -= mine[i + k * n] * solved;
        __syncwarp();
    }
    for (int i = lane; i < n; i += 32) b[problem * n + i] = x[i];
}

/* A template's own shared memory, in a function that the kernel calls. */
template <class T, int THREADS> __device__ T largest_of_block(T mine)
{
    __shared__ T values[THREADS];
    values[threadIdx.x] = mine;
    __syncthreads();
    for (unsigned half = THREADS / 2; half > 0; half /= 2) {
        if (threadIdx.x < half) values[threadIdx.x] = max(values[threadIdx.x], values[threadIdx.x + half]);
        __syncthreads();
    }
    return values[0];
}

template <class T, int THREADS> __global__ void survey(const T *x, int n, T *largest, unsigned *positive, int *count)
{
    bool mine = static_cast<int>(threadIdx.x) < n;
    T most = largest_of_block<T, THREADS>(mine ? __ldg(&x[threadIdx.x]) : T(-1e30));
    unsigned votes = __ballot_sync(0xffffffffu, mine && x[threadIdx.x] > 0);
    if (threadIdx.x % 32 == 0) positive[threadIdx.x / 32] = votes;
    int present = __syncthreads_count(mine);
    if (threadIdx.x == 0) {
        *largest = most;
        *count = present;
    }
}
template __global__ void survey<double, 128>(const double *, int, double *, unsigned *, int *);
template __global__ void survey<float, 64>(const float *, int, float *, unsigned *, int *);

__global__ void multiply(const double *A, const double *B, double *C)
{
    int group = threadIdx.x / 4;
    int member = threadIdx.x % 4;
    double tile[2] = {C[8 * group + 2 * member], C[8 * group + 2 * member + 1]};
    for (int k = 0; k < 8; k += 4) {
        cudasim_mma_m8n8k4_f64(tile, A[8 * group + k + member], B[8 * (k + member) + group]);
    }
    C[8 * group + 2 * member] = tile[0];
    C[8 * group + 2 * member + 1] = tile[1];
}

__global__ void multiply_rounded(const float *A, const float *B, float *C)
{
    int group = threadIdx.x / 4;
    int member = threadIdx.x % 4;
    float a[4];
    float b[2];
    float c[4];
    for (int i = 0; i < 4; i++) a[i] = A[8 * (group + 8 * (i % 2)) + member + 4 * (i / 2)];
    for (int i = 0; i < 2; i++) b[i] = B[8 * (member + 4 * i) + group];
    for (int i = 0; i < 4; i++) c[i] = C[8 * (group + 8 * (i / 2)) + 2 * member + i % 2];
    cudasim_mma_m16n8k8_tf32(c, a, b);
    for (int i = 0; i < 4; i++) C[8 * (group + 8 * (i / 2)) + 2 * member + i % 2] = c[i];
}

__global__ void hand_on(const double *x, double *y, int n)
{
    enum { FULL = 1, EMPTY = 2 };
    __shared__ double hand[32];
    int lane = threadIdx.x % 32;
    bool gives = threadIdx.x < 32;
    for (int i = lane; i < 32 * n; i += 32) {
        if (gives) {
            if (i >= 32) cudasim_named_barrier_sync(EMPTY, 64);
            hand[lane] = x[i];
            cudasim_named_barrier_arrive(FULL, 64);
        } else {
            cudasim_named_barrier_sync(FULL, 64);
            y[i] = 2 * hand[lane];
            if (i + 32 < 32 * n) cudasim_named_barrier_arrive(EMPTY, 64);
        }
    }
}

__global__ void reverse_by_copies(const double *x, double *y, int n, int pairs)
{
    DYNAMIC_SHARED(double, hand);
    int lane = threadIdx.x;
    int even = 2 * lane;
    const std::size_t number = sizeof(double);
    if (pairs) {
        cudasim_copy_later(hand + even, even < n ? x + even : x, 2 * number, even < n ? 2 * number : 0);
    } else {
        for (int i = even; i < even + 2; i++) {
            cudasim_copy_later(hand + i, i < n ? x + i : x, number, i < n ? number : 0);
        }
    }
    cudasim_await_copies();
    __syncwarp();
    for (int i = lane; i < 64; i += 32) y[i] = i < n ? hand[n - 1 - i] : hand[i];
}

__global__ void add_scaled(int n, double a, const double *x, double *y)
{
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < n) y[i] = fma(a, x[i], y[i]);
}

__global__ void lower_and_ask(cudaGraphConditionalHandle handle, int by, int *count)
{
    *count -= by;
    cudaGraphSetConditional(handle, *count > 0);
}
