/* Host memory from a context's allocator. */
#include "arena.h"
#include "context.h"

void *context_allocate(const cnl_context *context, size_t bytes)
{
    const cnl_allocator *allocator = &context->allocator;
    /* an allocator may answer NULL to 0 bytes, which would look like a failure */
    return allocator->allocate(allocator->user, bytes == 0 ? 1 : bytes, ARENA_ALIGNMENT);
}

void context_release(const cnl_context *context, void *memory)
{
    if (memory != NULL) context->allocator.release(context->allocator.user, memory);
}
