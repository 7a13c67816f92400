/**
 * @file device_context.h
 * A stream on a device.
 */
#ifndef CUDA_DEVICE_CONTEXT_H
#define CUDA_DEVICE_CONTEXT_H

#include "../core/device_backend.h"
#include "device.h"
#include "device_traits.h"

enum { DEVICE_NAME = 280 };

struct device_context {
    const cnl_context *host;
    int device;
    cudaStream_t stream;
    device_traits traits;
    char name[DEVICE_NAME];
};

/** The device that was current before comes back at the end of a scope: callers have one of their own. */
class device_scope
{
  public:
    explicit device_scope(const device_context *context);
    ~device_scope();
    device_scope(const device_scope &) = delete;
    device_scope &operator=(const device_scope &) = delete;

  private:
    int before;
};

/** A status for what a CUDA call answered, with a sentence where there is room for one. */
cnl_status device_check(int answer, const char *what, cnl_error *error);

cnl_status device_context_create(const cnl_context *host, const cnl_cuda_options *options, device_context **made,
                                 cnl_error *error);
void device_context_destroy(device_context *context);
const char *device_context_name(const device_context *context);
cnl_status device_context_synchronize(const device_context *context);
cnl_status device_array_allocate(const device_context *context, size_t bytes, void **memory);
void device_array_release(const device_context *context, void *memory);
cnl_status device_array_upload(const device_context *context, void *to, const void *from, size_t bytes);
cnl_status device_array_download(const device_context *context, void *to, const void *from, size_t bytes);

#endif
