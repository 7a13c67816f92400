/* For programs that include the toolkit's header, where there is no toolkit. */
#ifndef CUDASIM_OWN_CUDA_RUNTIME_H
#define CUDASIM_OWN_CUDA_RUNTIME_H

#include "cudasim.h"

#endif
