#include "allocator.h"

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "error.h"

static void *default_allocate(void *user, size_t bytes, size_t alignment)
{
    (void)user;
    if (bytes > PTRDIFF_MAX - alignment) return NULL;
    /* C11 wants a multiple of the alignment */
    return aligned_alloc(alignment, (bytes + alignment - 1) / alignment * alignment);
}

static void default_release(void *user, void *memory)
{
    (void)user;
    free(memory);
}

cnl_status allocator_choose(cnl_allocator *allocator, cnl_error *error)
{
    if ((allocator->allocate == NULL) != (allocator->release == NULL))
        return error_set(error, CNL_INVALID_ARGUMENT, "the allocator must have both allocate and release, or neither");
    if (allocator->allocate == NULL)
        *allocator = (cnl_allocator){.allocate = default_allocate, .release = default_release};
    return CNL_OK;
}
