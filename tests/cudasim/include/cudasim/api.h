/* The CUDA runtime's API: the toolkit's own declarations where there is a toolkit, else ours. */
#ifndef CUDASIM_API_H
#define CUDASIM_API_H

#ifdef CUDASIM_TOOLKIT_HEADERS
#include <cuda_runtime.h>
#else
#include "own/functions.h"
#include "own/overloads.h"
#include "own/types.h"
#endif

#endif
