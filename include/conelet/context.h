/**
 * @file context.h
 * @defgroup context  Context: memory, threads and the machine
 *
 * A context says where memory comes from, how many threads a call may use, and which instructions.
 * It holds no state that changes, so any number of threads may use one context at the same time.
 * There is nothing global in the library but the features of the CPU and, once a context on a device was asked for, the
 * plug-in for CUDA (see cuda.h).
 * @{
 */
#ifndef CONELET_CONTEXT_H
#define CONELET_CONTEXT_H

#include <stddef.h>
#include <stdint.h>

#include "export.h"
#include "status.h"

CNL_BEGIN_DECLS

/** Opaque. Made by cnl_context_create() or cnl_context_create_cuda(), outlives every solver made with it. */
typedef struct cnl_context cnl_context;

/** Where memory comes from. Both members set, or both NULL for the C library's. */
typedef struct cnl_allocator {
    /** @return `bytes` of memory aligned to `alignment` (a power of two, at most 64), or NULL. */
    void *(*allocate)(void *user, size_t bytes, size_t alignment);
    /** Give back what `allocate` returned; never called with NULL. */
    void (*release)(void *user, void *memory);
    void *user; /**< passed to both, not touched */
} cnl_allocator;

/** Instructions to use. An answer does not depend on the batch, but may differ in the last bits between these. */
typedef enum cnl_isa {
    CNL_ISA_AUTO = 0,     /**< the widest that this CPU has (default) */
    CNL_ISA_PORTABLE = 1, /**< the compiler's baseline; runs everywhere */
    CNL_ISA_AVX2 = 2,     /**< AVX2 and FMA: four problems per vector */
    CNL_ISA_AVX512 = 3    /**< AVX-512 F, DQ and VL: eight problems per vector */
} cnl_isa;

/** Options of a context. Zero-initialise for the defaults. */
typedef struct cnl_context_options {
    cnl_allocator allocator; /**< default: the C library's */
    int32_t threads;         /**< most threads of one call; 0 = as many as OpenMP would use; at most 1024 */
    cnl_isa isa;             /**< default: ::CNL_ISA_AUTO */
} cnl_context_options;

/**
 * Make a context.
 *
 * @param[in]  options  NULL for the defaults; copied
 * @param[out] context  owned by the caller: cnl_context_destroy()
 * @param[out] error    NULL, or room for a sentence
 * @return CNL_OK; CNL_INVALID_ARGUMENT for an option out of range; CNL_NOT_SUPPORTED if this CPU or this
 *         build lacks the instructions asked for; CNL_OUT_OF_MEMORY. On failure `*context` is NULL.
 */
CNL_API cnl_status cnl_context_create(const cnl_context_options *options, cnl_context **context, cnl_error *error);

/** Free a context; NULL is accepted. Every solver made with it must be gone. */
CNL_API void cnl_context_destroy(cnl_context *context);

/** @return the instructions in use: "avx512", "avx2" or "portable", "cuda" on a device; static storage. */
CNL_API const char *cnl_context_isa_name(const cnl_context *context);

/** @return the version of the library at run time, "major.minor.patch"; static storage. */
CNL_API const char *cnl_version(void);

CNL_END_DECLS

#endif
/** @} */
