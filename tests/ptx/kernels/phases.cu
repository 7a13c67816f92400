/* Functions within functions, inlined and not, for test_phases.cpp. */

static __device__ __forceinline__ double square(double a) { return a * a; }

static __device__ __noinline__ double apart(double a) { return square(a) + 1; }

static __device__ __forceinline__ double first_part(double a) { return square(a) + 2; }

static __device__ __forceinline__ double second_part(double a) { return apart(a) + 3; }

/* out[t] of two turns, one after the other. */
extern "C" __global__ void phases(int turns, double *out)
{
    for (int turn = 0; turn < turns; turn++) {
        out[threadIdx.x] = first_part(out[threadIdx.x]);
        __syncthreads();
        out[threadIdx.x] = second_part(out[threadIdx.x]);
        __syncthreads();
    }
}
