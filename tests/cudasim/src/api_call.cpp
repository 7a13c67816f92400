#include "api_call.h"

#include "block.h"
#include "report.h"

namespace cudasim
{

namespace
{

std::recursive_mutex the_lock;
unsigned forbidden_kinds;
thread_local cudaError_t last_error = cudaSuccess;

} // namespace

api_call::api_call() : lock(the_lock)
{
    if (current_thread() != nullptr) fail("a function of the host's API was called from a kernel");
}

api_call::api_call(unsigned kinds, const char *function) : api_call() { check_allowed(kinds, function); }

void check_allowed(unsigned kinds, const char *function)
{
    unsigned wrong = kinds & forbidden_kinds;
    if ((wrong & CUDASIM_ALLOCATION) != 0) fail("%s allocates or frees where a test forbids it", function);
    if ((wrong & CUDASIM_SYNCHRONISATION) != 0) fail("%s may wait for the device where a test forbids it", function);
}

cudaError_t keep(cudaError_t error)
{
    if (error != cudaSuccess) last_error = error;
    return error;
}

} // namespace cudasim

void cudasim_forbid(unsigned kinds) { cudasim::forbidden_kinds = kinds; }

void cudasim_allow(void) { cudasim::forbidden_kinds = 0; }

cudaError_t cudaPeekAtLastError(void) { return cudasim::last_error; }

cudaError_t cudaGetLastError(void)
{
    cudaError_t error = cudasim::last_error;
    cudasim::last_error = cudaSuccess;
    return error;
}
