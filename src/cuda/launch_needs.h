/**
 * @file launch_needs.h
 * What a structure asks of a device, whichever that is.
 */
#ifndef CUDA_LAUNCH_NEEDS_H
#define CUDA_LAUNCH_NEEDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <conelet/status.h>

typedef struct launch_needs {
    int n;
    int m;
    bool has_instances;       /**< dual method with dense P and A: what the kernels of instances.h take */
    bool is_definite;         /**< first pass by a route for a definite P; the second one is for everything */
    size_t solve_bytes;       /**< block executor: a problem's scratch memory in a solve, */
    size_t derivative_bytes;  /**< and in a derivative */
    int64_t gradient_numbers; /**< of P, c, A and b together */
    bool has_differentiators; /**< what those for derivatives take: the same, unless the settings say otherwise */
    int warps_of_fronts;      /**< that work on a level of a sparse factor, on average; 0: dense */
    int largest_front;        /**< its rows */
    size_t library_bytes;     /**< library executor: a problem's scratch memory in a solve; 0: not for it */
    bool has_singles;   /**< calls on floats of what has_instances, to an accuracy that floats can be corrected to */
    bool is_by_columns; /**< the route for a definite P is the one whose systems are n x n */
} launch_needs;

struct plan;

CNL_BEGIN_DECLS

/** Count with the kernels' own layouts; no CUDA is asked. */
launch_needs launch_needs_of(const struct plan *plan);

CNL_END_DECLS

#endif
