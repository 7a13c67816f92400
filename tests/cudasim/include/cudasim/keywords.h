/* The words that the CUDA compiler adds to C++. The toolkit's headers define most of them as nothing for other
   compilers already; here all have the meaning that the simulator needs, whichever headers came before. */
#ifndef CUDASIM_KEYWORDS_H
#define CUDASIM_KEYWORDS_H

#include "api.h"

#undef __global__
#undef __device__
#undef __host__
#undef __constant__
#undef __forceinline__
#undef __launch_bounds__
#undef __grid_constant__
#undef __shared__

#define __global__
#define __device__
#define __host__
#define __constant__
#define __forceinline__ inline
#define __launch_bounds__(...)
#define __grid_constant__

/* The simulator sets these whenever it goes from one thread to another. */
extern const uint3 threadIdx;
extern const uint3 blockIdx;
extern const dim3 blockDim;
extern const dim3 gridDim;
extern const int warpSize;

#ifndef __align__
#define __align__(bytes) __attribute__((aligned(bytes)))
#endif

#endif
