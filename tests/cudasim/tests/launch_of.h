/* Launches for tests. */
#ifndef CUDASIM_TESTS_LAUNCH_OF_H
#define CUDASIM_TESTS_LAUNCH_OF_H

#include "cudasim.h"

/** So many blocks and threads. */
inline cudaLaunchConfig_t launch_of(unsigned blocks, unsigned threads, std::size_t dynamic_shared = 0,
                                    cudaStream_t stream = nullptr)
{
    cudaLaunchConfig_t config = cudaLaunchConfig_t();
    config.gridDim = dim3(blocks);
    config.blockDim = dim3(threads);
    config.dynamicSmemBytes = dynamic_shared;
    config.stream = stream;
    return config;
}

/** One block with dynamic shared memory for so many doubles. */
inline cudaLaunchConfig_t launch_of_doubles(unsigned threads, std::size_t doubles)
{
    return launch_of(1, threads, doubles * sizeof(double));
}

/** Launches, and waits; where a bug is expected, a child process ends here. */
template <class... Parameter, class... Argument>
cudaError_t launch_and_wait(cudaLaunchConfig_t config, void (*kernel)(Parameter...), Argument... argument)
{
    cudaError_t error = cudaLaunchKernelEx(&config, kernel, argument...);
    return error == cudaSuccess ? cudaDeviceSynchronize() : error;
}

#endif
