/* What kernels say to conditional nodes of graphs; the toolkit declares it for its own compiler only. */
#ifndef CUDASIM_CONDITION_H
#define CUDASIM_CONDITION_H

#include "api.h"

extern "C" void cudaGraphSetConditional(cudaGraphConditionalHandle handle, unsigned int value);

#endif
