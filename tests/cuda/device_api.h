/* The CUDA runtime for tests that use streams and graphs: the toolkit's, or that of the simulator. */
#ifndef TESTS_CUDA_DEVICE_API_H
#define TESTS_CUDA_DEVICE_API_H

#ifdef CONELET_CUDASIM
#include "cudasim.h"
#else
#include <cuda_runtime_api.h>
#endif

#include "conelet/conelet.h"

/** A context for this stream on this device. Without a device the process says "skipped", and why. */
cnl_context *context_on_stream(int device, cudaStream_t stream);

/** How many devices there are; likewise. */
int count_devices(void);

#endif
