/**
 * @file f32_convert.h
 * Arrays of float to arrays of double on a device, and back.
 *
 * The doubles lie row after row without gaps; the rows of floats begin `stride` apart.
 */
#ifndef CUDA_F32_CONVERT_H
#define CUDA_F32_CONVERT_H

#include <stdint.h>

/** Of a block. */
enum { CONVERT_THREADS = 256 };

/** Load the kernels: older drivers cannot do that while a graph is captured. @return cudaSuccess or an error */
int f32_convert_prepare(void);

/**
 * to[row, k] = from[row, k], exactly.
 *
 * @param[in] left  [rows] 0: this row is not wanted; NULL: all are
 * @return cudaSuccess or an error
 */
int f32_widen_launch(int64_t rows, int64_t length, const float *from, int64_t stride, double *to, const int32_t *left,
                     void *stream);

/** to[row, k] = from[row, k], rounded to the nearest; what lies between two rows stays. `left` and @return as above */
int f32_narrow_launch(int64_t rows, int64_t length, const double *from, float *to, int64_t stride, const int32_t *left,
                      void *stream);

#endif
