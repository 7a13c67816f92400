/* What the functions of cuBLAS and cuSOLVER have in common: calls that are counted and may fail, arguments that must be
   of the device, work in the order of a stream. */
#ifndef CUDASIM_MATH_CALL_H
#define CUDASIM_MATH_CALL_H

#include <cstddef>

#include "cudasim/math_libraries.h"

namespace cudasim
{

/** Counts a call. @return whether a test wants this one to fail. */
bool math_call_fails();

/** Handles that are not given back, more or fewer of them. */
void count_handles(int more);

/** Ends the process if those bytes are not all in one allocation of a device. */
void need_device(const void *address, std::size_t bytes, const char *function, const char *argument);

/** Likewise if the stream of a handle, which must not be the default one, is none. */
void need_stream(cudaStream_t stream, const char *function);

} // namespace cudasim

#endif
