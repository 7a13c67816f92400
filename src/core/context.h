/**
 * @file context.h
 * The inside of cnl_context: memory, and either threads and the executors of this CPU, or a device behind a table.
 */
#ifndef CORE_CONTEXT_H
#define CORE_CONTEXT_H

#include <stdbool.h>
#include <stddef.h>

#include <conelet/context.h>

struct executor;
struct single_executor;
struct device_backend;
struct device_context;

struct cnl_context {
    cnl_allocator allocator; /* both members set */
    int tile;                /* panel height of the layouts, see plan.h: the executors' or the device's */
    bool levels;             /* sparse factors go level by level, see sparse_levels.h: on a device */

    int threads;                          /* most threads of one call, at least 1 */
    const struct executor *wide;          /* packs of many lanes; NULL on a device */
    const struct executor *narrow;        /* one lane, for batches of one; NULL on a device */
    const struct single_executor *single; /* packs of floats; NULL where there are none */
    cnl_isa isa;                          /* what was chosen, CNL_ISA_AUTO on a device only */

    const struct device_backend *backend; /* NULL on the CPU */
    struct device_context *device;        /* made by it, NULL on the CPU */
};

CNL_BEGIN_DECLS

/** @return memory aligned to 64 bytes, also for `bytes` = 0; NULL if there is none. */
void *context_allocate(const cnl_context *context, size_t bytes);

/** Give back what context_allocate() returned; NULL is accepted. */
void context_release(const cnl_context *context, void *memory);

/** Copy a context into memory of its own. @return CNL_OK, or CNL_OUT_OF_MEMORY with a sentence */
cnl_status context_keep(const cnl_context *made, cnl_context **kept, cnl_error *error);

CNL_END_DECLS

#endif
