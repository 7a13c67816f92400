// Sums and extremes over a grid: shuffles inside warps, shared memory between them, atomics between blocks.

struct totals {
    double sum;
    unsigned long long count;
    unsigned largest;
    int smallest;
    float rough;
};

__device__ double warp_sum(double value)
{
    for (int distance = 16; distance > 0; distance /= 2) {
        value += __shfl_down_sync(0xffffffffu, value, distance);
    }
    return value;
}

extern "C" __global__ void reduction(int n, const double *x, const int *labels, totals *out)
{
    __shared__ double part[32];
    double sum = 0;
    for (int i = blockIdx.x * blockDim.x + threadIdx.x; i < n; i += gridDim.x * blockDim.x) {
        sum += x[i];
        atomicAdd(&out->count, 1ull);
        atomicMax(&out->largest, (unsigned)labels[i] & 0xffffu);
        atomicMin(&out->smallest, labels[i]);
    }
    sum = warp_sum(sum);
    const int warp = threadIdx.x / 32;
    if (threadIdx.x % 32 == 0) part[warp] = sum;
    __syncthreads();
    if (warp == 0) {
        sum = warp_sum(threadIdx.x < blockDim.x / 32 ? part[threadIdx.x] : 0);
        if (threadIdx.x == 0) {
            atomicAdd(&out->sum, sum);
            atomicAdd(&out->rough, (float)sum);
        }
    }
}
