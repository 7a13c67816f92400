/* Memory passes: an element per thread and turn, neighbours to neighbours. */
#include "f32_convert.h"

#include "kernel_launch.h"

enum { CONVERT_MOST_BLOCKS = 4096, WARP = 32 };

/* Where element e of the doubles lies among the floats; a division only where the rows have gaps. */
static __device__ int64_t place_of(int64_t e, int64_t length, int64_t stride)
{
    return stride == length ? e : e / length * stride + e % length;
}

static __device__ int64_t first_element(void) { return (int64_t)blockIdx.x * CONVERT_THREADS + threadIdx.x; }
static __device__ int64_t next_element(void) { return (int64_t)gridDim.x * CONVERT_THREADS; }

static __global__ void widen_kernel(int64_t count, int64_t length, const float *from, int64_t stride, double *to)
{
    for (int64_t e = first_element(); e < count; e += next_element()) to[e] = (double)from[place_of(e, length, stride)];
}

/* A warp for each row, as most are passed over. */
static __global__ void widen_left_kernel(int64_t rows, int64_t length, const float *from, int64_t stride, double *to,
                                         const int32_t *left)
{
    for (int64_t row = first_element() / WARP; row < rows; row += next_element() / WARP) {
        if (!left[row]) continue;
        for (int64_t k = threadIdx.x % WARP; k < length; k += WARP)
            to[row * length + k] = (double)from[row * stride + k];
    }
}

static __global__ void narrow_kernel(int64_t count, int64_t length, const double *from, float *to, int64_t stride)
{
    for (int64_t e = first_element(); e < count; e += next_element()) to[place_of(e, length, stride)] = (float)from[e];
}

static __global__ void narrow_left_kernel(int64_t rows, int64_t length, const double *from, float *to, int64_t stride,
                                          const int32_t *left)
{
    for (int64_t row = first_element() / WARP; row < rows; row += next_element() / WARP) {
        if (!left[row]) continue;
        for (int64_t k = threadIdx.x % WARP; k < length; k += WARP)
            to[row * stride + k] = (float)from[row * length + k];
    }
}

int f32_convert_prepare(void)
{
    int resident = 0;
    int failed = kernel_prepare(widen_kernel, CONVERT_THREADS, 0, &resident);
    if (failed == cudaSuccess) failed = kernel_prepare(widen_left_kernel, CONVERT_THREADS, 0, &resident);
    if (failed == cudaSuccess) failed = kernel_prepare(narrow_kernel, CONVERT_THREADS, 0, &resident);
    return failed == cudaSuccess ? kernel_prepare(narrow_left_kernel, CONVERT_THREADS, 0, &resident) : failed;
}

static cudaLaunchConfig_t config_for(int64_t count, void *stream)
{
    int64_t blocks = (count + CONVERT_THREADS - 1) / CONVERT_THREADS;
    return kernel_config(blocks < CONVERT_MOST_BLOCKS ? (int)blocks : CONVERT_MOST_BLOCKS, CONVERT_THREADS, 0, stream);
}

int f32_widen_launch(int64_t rows, int64_t length, const float *from, int64_t stride, double *to, const int32_t *left,
                     void *stream)
{
    int64_t count = rows * length;
    if (count == 0) return cudaSuccess;
    cudaLaunchConfig_t config = config_for(count, stream);
    if (left) return (int)cudaLaunchKernelEx(&config, widen_left_kernel, rows, length, from, stride, to, left);
    return (int)cudaLaunchKernelEx(&config, widen_kernel, count, length, from, stride, to);
}

int f32_narrow_launch(int64_t rows, int64_t length, const double *from, float *to, int64_t stride, const int32_t *left,
                      void *stream)
{
    int64_t count = rows * length;
    if (count == 0) return cudaSuccess;
    cudaLaunchConfig_t config = config_for(count, stream);
    if (left) return (int)cudaLaunchKernelEx(&config, narrow_left_kernel, rows, length, from, to, stride, left);
    return (int)cudaLaunchKernelEx(&config, narrow_kernel, count, length, from, to, stride);
}
