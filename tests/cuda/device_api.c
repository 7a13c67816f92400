#include "device_api.h"

#include <stdio.h>
#include <stdlib.h>

#include "check.h"

enum { SKIPPED = 77 };

int count_devices(void)
{
    int count = 0;
    cudaError_t answer = cudaGetDeviceCount(&count);
    if (answer == cudaSuccess && count > 0) return count;
    printf("skipped: no CUDA device: %s\n", answer == cudaSuccess ? "none is found" : cudaGetErrorString(answer));
    exit(SKIPPED);
}

cnl_context *context_on_stream(int device, cudaStream_t stream)
{
    cnl_cuda_options options = {.device = device, .stream = stream};
    cnl_context *context = NULL;
    cnl_error error = {CNL_OK, ""};
    cnl_status status = cnl_context_create_cuda(&options, &context, &error);
    CHECK_THAT(status == CNL_OK, "%s", error.message);
    return context;
}
