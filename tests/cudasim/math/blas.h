/* What the functions of cuBLAS have in common, beside call.h: handles, and what their arguments stand for. */
#ifndef CUDASIM_MATH_BLAS_H
#define CUDASIM_MATH_BLAS_H

#include "call.h"

namespace cudasim
{

/** Ends the process if there is no such handle. */
void need_handle(cublasHandle_t handle, const char *function);

/** The stream of a handle, for work on it: one that is captured needs the handle's workspace, or it would allocate. */
cudaStream_t stream_for_work(cublasHandle_t handle, const char *function);

/** The letter that BLAS has for an operation. */
const char *letter_of(cublasOperation_t operation, const char *function);

/** A scalar that has to be the host's. */
double host_scalar(const double *scalar, const char *function, const char *argument);

} // namespace cudasim

#endif
