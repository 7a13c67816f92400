/* Contexts on a device, and arrays where a context wants them. */
#include <stdbool.h>
#include <string.h>

#include <conelet/cuda.h>

#include "allocator.h"
#include "context.h"
#include "cuda_loader.h"
#include "error.h"

cnl_status cnl_context_create_cuda(const cnl_cuda_options *options, cnl_context **context, cnl_error *error)
{
    if (context == NULL)
        return error_set(error, CNL_INVALID_ARGUMENT, "context must point to room for the new context, not be NULL");
    *context = NULL;

    cnl_cuda_options chosen = {0};
    if (options != NULL) chosen = *options;
    cnl_status status = allocator_choose(&chosen.allocator, error);
    if (status != CNL_OK) return status;
    if (chosen.device < 0)
        return error_set(error, CNL_INVALID_ARGUMENT, "device must be from 0, not %d", (int)chosen.device);

    cnl_context made = {.allocator = chosen.allocator, .threads = 1};
    status = cuda_backend(&made.backend, error);
    if (status != CNL_OK) return status;
    made.tile = made.backend->tile;
    made.levels = true;

    cnl_context *kept;
    status = context_keep(&made, &kept, error);
    if (status != CNL_OK) return status;
    status = made.backend->context_create(kept, &chosen, &kept->device, error);
    if (status != CNL_OK) {
        context_release(&made, kept);
        return status;
    }
    *context = kept;
    return CNL_OK;
}

int cnl_context_is_cuda(const cnl_context *context) { return context->backend != NULL; }

const char *cnl_context_device_name(const cnl_context *context)
{
    return context->backend ? context->backend->context_name(context->device) : "cpu";
}

cnl_status cnl_context_synchronize(const cnl_context *context)
{
    if (context == NULL) return CNL_INVALID_ARGUMENT;
    return context->backend ? context->backend->context_synchronize(context->device) : CNL_OK;
}

cnl_status cnl_array_allocate(const cnl_context *context, size_t bytes, void **memory)
{
    if (memory == NULL) return CNL_INVALID_ARGUMENT;
    *memory = NULL;
    if (context == NULL) return CNL_INVALID_ARGUMENT;
    if (context->backend) return context->backend->array_allocate(context->device, bytes, memory);
    *memory = context_allocate(context, bytes);
    return *memory ? CNL_OK : CNL_OUT_OF_MEMORY;
}

void cnl_array_release(const cnl_context *context, void *memory)
{
    if (memory == NULL) return;
    if (context->backend)
        context->backend->array_release(context->device, memory);
    else
        context_release(context, memory);
}

static bool can_copy(const cnl_context *context, const void *to, const void *from, size_t bytes)
{
    return context != NULL && (bytes == 0 || (to != NULL && from != NULL));
}

cnl_status cnl_array_upload(const cnl_context *context, void *to, const void *from, size_t bytes)
{
    if (!can_copy(context, to, from, bytes)) return CNL_INVALID_ARGUMENT;
    if (context->backend) return context->backend->array_upload(context->device, to, from, bytes);
    if (bytes > 0) memcpy(to, from, bytes);
    return CNL_OK;
}

cnl_status cnl_array_download(const cnl_context *context, void *to, const void *from, size_t bytes)
{
    if (!can_copy(context, to, from, bytes)) return CNL_INVALID_ARGUMENT;
    if (context->backend) return context->backend->array_download(context->device, to, from, bytes);
    if (bytes > 0) memcpy(to, from, bytes);
    return CNL_OK;
}
