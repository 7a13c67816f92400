// One warp produces, three consume, over two buffers and four named barriers: full[2] and empty[2].

__device__ void wait_at(int barrier) { asm volatile("bar.sync %0, 128;" ::"r"(barrier) : "memory"); }
__device__ void arrive_at(int barrier) { asm volatile("bar.arrive %0, 128;" ::"r"(barrier) : "memory"); }

extern "C" __global__ void __launch_bounds__(128) roles(int rounds, const double *x, double *out)
{
    __shared__ double buffer[2][32];
    const int warp = threadIdx.x / 32, lane = threadIdx.x % 32;
    if (warp == 0) {
        for (int k = 0; k < rounds; k++) {
            if (k >= 2) wait_at(3 + k % 2);
            buffer[k % 2][lane] = x[32 * k + lane] * x[32 * k + lane];
            arrive_at(1 + k % 2);
        }
        return;
    }
    double sum = 0;
    for (int k = 0; k < rounds; k++) {
        wait_at(1 + k % 2);
        sum += warp * buffer[k % 2][(lane + k) % 32];
        if (k + 2 < rounds) arrive_at(3 + k % 2);
    }
    out[32 * (warp - 1) + lane] = sum;
}

// The three barriers that count, and the one that need not be reached at one place.
extern "C" __global__ void counts(const int *x, int *out)
{
    const int mine = x[threadIdx.x];
    const int several = __syncthreads_count(mine > 0);
    const int every = __syncthreads_and(mine < 100);
    const int some = __syncthreads_or(mine == 7);
    if (threadIdx.x < 64) {
        asm volatile("barrier.cta.sync 5;" ::: "memory");
    } else {
        asm volatile("barrier.cta.sync 5;" ::: "memory");
    }
    out[threadIdx.x] = several * 4 + (every ? 2 : 0) + (some ? 1 : 0);
}
