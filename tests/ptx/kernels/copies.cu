// Global to shared memory by cp.async in two groups, awaited one after the other; or not awaited, which is a mistake.

__device__ void copy(double *to, const double *from)
{
    const unsigned target = (unsigned)__cvta_generic_to_shared(to);
    asm volatile("cp.async.ca.shared.global [%0], [%1], 8;" ::"r"(target), "l"(from) : "memory");
}

template <bool waits> __device__ void reverse(const double *x, double *out)
{
    __shared__ double first[64], second[64];
    const int i = threadIdx.x;
    first[i] = second[i] = 0; // not what whoever does not wait may read
    copy(first + i, x + i);
    asm volatile("cp.async.commit_group;" ::: "memory");
    copy(second + i, x + 64 + i);
    asm volatile("cp.async.commit_group;" ::: "memory");
    asm volatile("cp.async.wait_group 1;" ::: "memory");
    __syncthreads();
    out[64 + i] = first[63 - i];
    if (waits) asm volatile("cp.async.wait_group 0;" ::: "memory");
    __syncthreads();
    out[i] = second[63 - i];
}

extern "C" __global__ void copies(const double *x, double *out) { reverse<true>(x, out); }
extern "C" __global__ void copies_not_awaited(const double *x, double *out) { reverse<false>(x, out); }
