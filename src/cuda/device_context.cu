/* Contexts and arrays on a device. */
#include "device_context.h"

#include <stdio.h>

#include "../core/context.h"
#include "../core/error.h"

device_scope::device_scope(const device_context *context) : before(context->device)
{
    cudaGetDevice(&before);
    if (before != context->device) cudaSetDevice(context->device);
}

device_scope::~device_scope()
{
    int now = before;
    cudaGetDevice(&now);
    if (now != before) cudaSetDevice(before);
}

cnl_status device_check(int answer, const char *what, cnl_error *error)
{
    if (answer == cudaSuccess) return CNL_OK;
    cudaGetLastError(); /* or the next call would answer for this one */
    cnl_status status = answer == cudaErrorMemoryAllocation ? CNL_OUT_OF_MEMORY : CNL_DEVICE_ERROR;
    return error_set(error, status, "%s: %s", what, cudaGetErrorString((cudaError_t)answer));
}

static cnl_status find_device(int wanted, cudaDeviceProp *properties, cnl_error *error)
{
    int count = 0;
    cudaError_t answer = cudaGetDeviceCount(&count);
    if (answer != cudaSuccess || count == 0) {
        cudaGetLastError();
        return error_set(error, CNL_NOT_SUPPORTED, "no CUDA device: %s",
                         answer == cudaSuccess ? "the driver finds none" : cudaGetErrorString(answer));
    }
    if (wanted < 0 || wanted >= count)
        return error_set(error, CNL_INVALID_ARGUMENT, "device must be from 0 to %d, not %d", count - 1, wanted);
    return device_check(cudaGetDeviceProperties(properties, wanted), "reading the device's properties", error);
}

/* The numbers that plans are made from. */
static cnl_status read_traits(int device, const cudaDeviceProp *properties, device_traits *traits, cnl_error *error)
{
    traits->architecture = 10 * properties->major + properties->minor;
    traits->multiprocessors = properties->multiProcessorCount;
    traits->threads = properties->maxThreadsPerMultiProcessor;
    traits->blocks = properties->maxBlocksPerMultiProcessor;
    traits->registers = properties->regsPerMultiprocessor;
    traits->shared_per_block = properties->sharedMemPerBlockOptin;
    traits->shared_per_multiprocessor = properties->sharedMemPerMultiprocessor;
    traits->shared_reserved = properties->reservedSharedMemPerBlock;
    traits->l2_bytes = (size_t)properties->l2CacheSize;
    traits->memory_bytes = properties->totalGlobalMem;
    int answer = cudaDeviceGetAttribute(&traits->single_to_double, cudaDevAttrSingleToDoublePrecisionPerfRatio, device);
    return device_check(answer, "reading the device's attributes", error);
}

cnl_status device_context_create(const cnl_context *host, const cnl_cuda_options *options, device_context **made,
                                 cnl_error *error)
{
    *made = NULL;
    device_context found = {};
    cudaDeviceProp properties;
    found.host = host;
    found.device = options->device;
    found.stream = (cudaStream_t)options->stream;
    cnl_status status = find_device(options->device, &properties, error);
    if (status == CNL_OK) status = read_traits(options->device, &properties, &found.traits, error);
    if (status != CNL_OK) return status;
    snprintf(found.name, sizeof found.name, "%s (sm_%d%d)", properties.name, properties.major, properties.minor);
    device_context *kept = (device_context *)context_allocate(host, sizeof *kept);
    if (kept == NULL) return error_set(error, CNL_OUT_OF_MEMORY, "no memory for a context");
    *kept = found;
    *made = kept;
    return CNL_OK;
}

void device_context_destroy(device_context *context)
{
    if (context) context_release(context->host, context);
}

const char *device_context_name(const device_context *context) { return context->name; }

cnl_status device_context_synchronize(const device_context *context)
{
    device_scope scope(context);
    return device_check(cudaStreamSynchronize(context->stream), "waiting for the stream", NULL);
}

cnl_status device_array_allocate(const device_context *context, size_t bytes, void **memory)
{
    device_scope scope(context);
    *memory = NULL;
    return device_check(cudaMalloc(memory, bytes == 0 ? 1 : bytes), "allocating an array", NULL);
}

void device_array_release(const device_context *context, void *memory)
{
    device_scope scope(context);
    cudaFree(memory);
}

static cnl_status copy(const device_context *context, void *to, const void *from, size_t bytes, cudaMemcpyKind kind)
{
    device_scope scope(context);
    int answer = bytes == 0 ? cudaSuccess : cudaMemcpyAsync(to, from, bytes, kind, context->stream);
    if (answer == cudaSuccess) answer = cudaStreamSynchronize(context->stream);
    return device_check(answer, "copying an array", NULL);
}

cnl_status device_array_upload(const device_context *context, void *to, const void *from, size_t bytes)
{
    return copy(context, to, from, bytes, cudaMemcpyHostToDevice);
}

cnl_status device_array_download(const device_context *context, void *to, const void *from, size_t bytes)
{
    return copy(context, to, from, bytes, cudaMemcpyDeviceToHost);
}
