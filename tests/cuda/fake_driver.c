/* A libcuda.so.1 that is no driver: FAKE_CUDA_INIT is what cuInit() answers, FAKE_CUDA_DEVICES how many devices there
   are, each 0 by default. */
#include <stdlib.h>

static int from_environment(const char *name)
{
    const char *text = getenv(name);
    return text ? atoi(text) : 0;
}

int cuInit(unsigned flags);
int cuDeviceGetCount(int *count);
int cuGetErrorName(int code, const char **name);

int cuInit(unsigned flags)
{
    (void)flags;
    return from_environment("FAKE_CUDA_INIT");
}

int cuDeviceGetCount(int *count)
{
    *count = from_environment("FAKE_CUDA_DEVICES");
    return from_environment("FAKE_CUDA_COUNT");
}

int cuGetErrorName(int code, const char **name)
{
    *name = code == 803 ? "CUDA_ERROR_SYSTEM_DRIVER_MISMATCH" : NULL;
    return code == 803 ? 0 : 1;
}
