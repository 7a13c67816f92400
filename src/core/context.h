/**
 * @file context.h
 * The inside of cnl_context: memory, threads, and the executors of this CPU.
 */
#ifndef CORE_CONTEXT_H
#define CORE_CONTEXT_H

#include <stddef.h>

#include <conelet/context.h>

struct executor;

struct cnl_context {
    cnl_allocator allocator;       /* both members set */
    int threads;                   /* most threads of one call, at least 1 */
    const struct executor *wide;   /* packs of many lanes */
    const struct executor *narrow; /* one lane, for batches of one */
    cnl_isa isa;                   /* what was chosen, never CNL_ISA_AUTO */
};

CNL_BEGIN_DECLS

/** @return memory aligned to 64 bytes, also for `bytes` = 0; NULL if there is none. */
void *context_allocate(const cnl_context *context, size_t bytes);

/** Give back what context_allocate() returned; NULL is accepted. */
void context_release(const cnl_context *context, void *memory);

CNL_END_DECLS

#endif
