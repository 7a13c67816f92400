// Each kernel makes one mistake that the interpreter must name.

// Two halves of a warp at two barriers.
extern "C" __global__ void divergent_barrier(int *out)
{
    if (threadIdx.x % 2) {
        out[threadIdx.x] = 1;
        asm volatile("bar.sync 0;" ::: "memory");
        out[threadIdx.x] += 1;
    } else {
        out[threadIdx.x] = 2;
        asm volatile("bar.sync 0;" ::: "memory");
        out[threadIdx.x] += 3;
    }
}

// Two warps at two places of __syncthreads().
extern "C" __global__ void barrier_in_two_places(int *out)
{
    if (threadIdx.x < 32) {
        out[threadIdx.x] = 1;
        asm volatile("bar.sync 0;" ::: "memory");
        out[threadIdx.x] += 1;
    } else {
        out[threadIdx.x] = 2;
        asm volatile("bar.sync 0;" ::: "memory");
        out[threadIdx.x] += 3;
    }
}

// Half a warp waits for the other half, which waits for it elsewhere.
extern "C" __global__ void crossed_shuffles(int *out)
{
    int value = threadIdx.x;
    if (threadIdx.x < 16) {
        out[value] = 0;
        value = __shfl_xor_sync(0xffffffffu, value, 1);
        out[value] += 1;
    } else {
        out[value] = 2;
        value = __shfl_xor_sync(0xffffffffu, value, 2);
        out[value] += 3;
    }
    out[threadIdx.x] = value;
}

// A barrier of 128 threads in a block of 64.
extern "C" __global__ void barrier_never_full(int *out)
{
    asm volatile("bar.sync 2, 128;" ::: "memory");
    out[threadIdx.x] = 1;
}

extern "C" __global__ void mask_without_caller(int *out)
{
    out[threadIdx.x] = __shfl_xor_sync(0x0000ffffu, (int)threadIdx.x, 1);
}

extern "C" __global__ void load_before_start(const int *in, int *out) { out[threadIdx.x] = in[(int)threadIdx.x - 1]; }

extern "C" __global__ void store_into_input(const int *in) { const_cast<int *>(in)[threadIdx.x] = 0; }

extern "C" __global__ void misaligned(char *bytes) { *(double *)(bytes + 4) = 1; }

extern "C" __global__ void past_shared(int n, int *out)
{
    extern __shared__ int room[];
    room[threadIdx.x] = n;
    __syncthreads();
    out[threadIdx.x] = room[threadIdx.x + n];
}

extern "C" __global__ void past_local(int n, int *out)
{
    int own[8];
    for (int i = 0; i < 8; i++) {
        own[i] = out[i];
    }
    out[threadIdx.x] = own[n];
}

extern "C" __global__ void endless(volatile int *flag)
{
    while (*flag == 0) {
    }
}

extern "C" __global__ void stops_itself(int n)
{
    if (threadIdx.x == (unsigned)n) __trap();
}
