/**
 * @file cuda.h
 * @defgroup cuda  CUDA: the same solver on a GPU
 *
 * A context on a device takes the place of cnl_context_create(); everything else is called alike: cnl_solver_create(),
 * cnl_solve(), cnl_vjp(), cnl_jvp(), with every array of cnl_data, cnl_solution, cnl_cotangent, cnl_gradient and their
 * like in the memory of that device. Calls put work on the context's stream and return: after cnl_solver_create()
 * nothing is allocated, no stream but the context's is touched and nothing waits, so a solve or a derivative can be
 * captured in a CUDA graph and replayed. Statuses and residuals are written on the device.
 *
 * To capture, give the context a stream of its own, for CUDA does not capture the default one. The graph holds the
 * addresses of the arrays and of the solver, which both outlive it; replays of one solver may not overlap. A
 * derivative's batch is checked against the solve that was called or captured last. Make solvers, and upload, download
 * and synchronize, outside of captures; release arrays before their context. The solve of a large dense problem (from
 * the work of about 105 rows and variables on) may put a loop into the graph, a conditional node: CUDA allows such a
 * graph one executable at a time, and no place in another graph.
 *
 * libconelet itself has no CUDA in it. The first context opens libconelet_cuda, once, where a driver and a device are
 * found; the environment variable CONELET_CUDA_PLUGIN names another file to open instead, without looking for either
 * (not in a program that runs with rights its user lacks).
 * What the first context found out, later ones are told too.
 * @{
 */
#ifndef CONELET_CUDA_H
#define CONELET_CUDA_H

#include <stddef.h>
#include <stdint.h>

#include "context.h"

CNL_BEGIN_DECLS

/** Options of a context on a device. Zero-initialise for the defaults. */
typedef struct cnl_cuda_options {
    cnl_allocator allocator; /**< of host memory; default: the C library's */
    int32_t device;          /**< which one, from 0 */
    void *stream;            /**< a cudaStream_t of that device; NULL = the default stream; outlives the context */
} cnl_cuda_options;

/**
 * Make a context on a CUDA device.
 *
 * @param[in]  options  NULL for the defaults; copied
 * @param[out] context  owned by the caller: cnl_context_destroy()
 * @param[out] error    NULL, or room for a sentence: no driver, no device, no plug-in, a plug-in of another version,
 * ...
 * @return CNL_OK; CNL_INVALID_ARGUMENT for an option out of range; CNL_NOT_SUPPORTED if there is no device to run on;
 *         CNL_OUT_OF_MEMORY; CNL_DEVICE_ERROR if a CUDA call failed. On failure `*context` is NULL.
 */
CNL_API cnl_status cnl_context_create_cuda(const cnl_cuda_options *options, cnl_context **context, cnl_error *error);

/** @return 1 if arrays are to be in device memory, 0 for a context on the CPU. */
CNL_API int cnl_context_is_cuda(const cnl_context *context);

/** @return a name for people, such as "NVIDIA H100 80GB HBM3 (sm_90)"; "cpu" for a context on the CPU; the context's.
 */
CNL_API const char *cnl_context_device_name(const cnl_context *context);

/**
 * Memory where the context's arrays are: on its device, or the CPU's. For programs that do not use CUDA themselves.
 *
 * @param[in]  context  as for all calls below, of either kind
 * @param[in]  bytes    may be 0
 * @param[out] memory   freed with cnl_array_release(); NULL on failure
 * @return CNL_OK, CNL_INVALID_ARGUMENT, CNL_OUT_OF_MEMORY or CNL_DEVICE_ERROR
 */
CNL_API cnl_status cnl_array_allocate(const cnl_context *context, size_t bytes, void **memory);

/** Free it; NULL is accepted. */
CNL_API void cnl_array_release(const cnl_context *context, void *memory);

/**
 * Copy from host memory into such an array, after what is on the stream; returns when `from` may be changed.
 *
 * @return CNL_OK, CNL_INVALID_ARGUMENT (a NULL pointer to more than 0 bytes) or CNL_DEVICE_ERROR
 */
CNL_API cnl_status cnl_array_upload(const cnl_context *context, void *to, const void *from, size_t bytes);

/** Copy from such an array into host memory, after what is on the stream; returns when that is done.
    @return as cnl_array_upload() */
CNL_API cnl_status cnl_array_download(const cnl_context *context, void *to, const void *from, size_t bytes);

/** Wait for everything on the context's stream. @return CNL_OK, CNL_INVALID_ARGUMENT for NULL, or
    CNL_DEVICE_ERROR if a kernel failed. */
CNL_API cnl_status cnl_context_synchronize(const cnl_context *context);

CNL_END_DECLS

#endif
/** @} */
