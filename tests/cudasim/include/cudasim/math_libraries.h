/**
 * @file math_libraries.h
 * The functions of cuBLAS and cuSOLVER that libconelet_cuda calls, over BLAS and LAPACK: a library of its own
 * (cudasim_math), opened at run time as the real ones are. What a call gets wrong ends the process with a message, as
 * in the simulator itself.
 */
#ifndef CUDASIM_MATH_LIBRARIES_H
#define CUDASIM_MATH_LIBRARIES_H

#include <stdint.h>

#include "api.h"

#ifdef CUDASIM_TOOLKIT_HEADERS
#include <cublas_v2.h>
#include <cusolverDn.h>
#else
#include "own/math_libraries.h"
#endif

#ifdef __cplusplus
extern "C" {
#endif

/** What tests ask of the library, by dlsym(). */

/** The nth call from here on (from 1) fails as it would on a device; 0: none does. */
void cudasim_math_fail(uint64_t nth);

/** @return how many calls there were since then, those that destroy something not among them. */
uint64_t cudasim_math_calls(void);

/** @return how many handles are not given back. */
size_t cudasim_math_handles(void);

/** @return how many matrices have been factored. */
uint64_t cudasim_math_factors(void);

/** So many factors from the nth from here on (from 1) break down, whatever the matrices are; 0: none does. */
void cudasim_math_break(uint64_t nth, uint64_t count);

#ifdef __cplusplus
}
#endif

#endif
