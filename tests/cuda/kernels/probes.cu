/* Kernels of which it is known what they need, for test_kernel_code.c. */

/* 64 doubles of static shared memory, nothing in local memory. */
__global__ void in_shared(double *numbers)
{
    __shared__ double room[64];
    room[threadIdx.x % 64] = numbers[threadIdx.x];
    __syncthreads();
    numbers[threadIdx.x] = room[(threadIdx.x + 1) % 64];
}

/* An array that is indexed: 50 doubles of local memory, no spill. */
__global__ void indexed(double *numbers, int count)
{
    double room[50];
    for (int i = 0; i < 50; i++) room[i] = numbers[7 * i];
    double sum = 0;
    for (int i = 0; i < count; i++) sum += room[13 * i % 50];
    numbers[0] = sum;
}

/* 40 doubles that live at once, and 32 registers to hold them. */
__global__ void __launch_bounds__(1024, 2) spilled(double *numbers, int count)
{
    double room[40];
    for (int k = 0; k < count; k++) {
#pragma unroll
        for (int i = 0; i < 40; i++) room[i] = numbers[(i * 7 + k) % count + i];
#pragma unroll
        for (int i = 0; i < 40; i++) numbers[k * 40 + i] = room[i] * room[(i * 3 + 1) % 40];
    }
}
