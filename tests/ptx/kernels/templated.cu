// A kernel for a size known when it is compiled: ballot, match, redux, a call that is not inlined, constant memory,
// functions of the CUDA mathematics library, an array in local memory.

__constant__ double weight[4] = {1.5, -2.0, 0.25, 8.0};
__device__ int calls;

struct pair {
    double value;
    int order[3];
};

__device__ __noinline__ pair twisted(double x, int how)
{
    double powers[8];
    powers[0] = 1;
    for (int k = 1; k < 8; k++) {
        powers[k] = powers[k - 1] * x;
    }
    pair result;
    result.value = powers[how & 7] + sin(x * 1e6) + exp(-x * x);
    for (int k = 0; k < 3; k++) {
        result.order[k] = how * (k + 1);
    }
    atomicAdd(&calls, 1);
    return result;
}

template <int n> __global__ void templated(const double *x, double *values, unsigned *words)
{
    const int lane = threadIdx.x % 32;
    const double mine = x[threadIdx.x];
    const unsigned positive = __ballot_sync(0xffffffffu, mine > 0);
    const unsigned same = __match_any_sync(0xffffffffu, lane % n);
    const unsigned total = __reduce_add_sync(0xffffffffu, lane * n);
    double sum = weight[lane % 4];
    if (mine > 0) {
        const pair p = twisted(mine, lane);
        sum += p.value + p.order[1] + p.order[2];
        words[3 * threadIdx.x + 2] = __popc(__activemask() & positive);
    } else {
        sum += log(1 - mine) * pow(1 - mine, 1.25);
        words[3 * threadIdx.x + 2] = __ffs(positive) + __clz(positive);
    }
    switch (lane % 7) {
    case 0:
        sum += 1;
        break;
    case 1:
        sum *= 2;
        break;
    case 2:
        sum = -sum;
        break;
    case 3:
        sum = fabs(sum);
        break;
    case 4:
        sum = sqrt(fabs(sum));
        break;
    case 5:
        sum = 1 / sum;
        break;
    default:
        sum = rsqrt(sum * sum + 1);
        break;
    }
    values[threadIdx.x] = sum;
    words[3 * threadIdx.x] = same;
    words[3 * threadIdx.x + 1] = total;
}

template __global__ void templated<3>(const double *, double *, unsigned *);
template __global__ void templated<5>(const double *, double *, unsigned *);

extern "C" __global__ void read_calls(int *out) { *out = calls; }
