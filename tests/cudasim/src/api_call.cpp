#include "api_call.h"

#include "block.h"
#include "report.h"
#include "stream.h"

namespace cudasim
{

namespace
{

std::recursive_mutex the_lock;
unsigned forbidden_kinds;
bool has_only_stream;
cudaStream_t only_stream;
unsigned failing_kinds;
std::uint64_t failing_call;
std::uint64_t counted_calls;
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

void check_stream(cudaStream_t stream)
{
    if (has_only_stream && stream != find_stream(only_stream)) fail("work for a stream that a test forbids");
}

bool is_to_fail(unsigned kinds)
{
    if ((kinds & failing_kinds) == 0) return false;
    return ++counted_calls == failing_call;
}

cudaError_t keep(cudaError_t error)
{
    if (error != cudaSuccess) last_error = error;
    return error;
}

} // namespace cudasim

void cudasim_forbid(unsigned kinds) { cudasim::forbidden_kinds = kinds; }

void cudasim_only_stream(void *stream)
{
    cudasim::has_only_stream = true;
    cudasim::only_stream = static_cast<cudaStream_t>(stream);
}

void cudasim_allow(void)
{
    cudasim::forbidden_kinds = 0;
    cudasim::has_only_stream = false;
}

void cudasim_fail(unsigned kinds, std::uint64_t nth)
{
    cudasim::failing_kinds = kinds;
    cudasim::failing_call = nth;
    cudasim::counted_calls = 0;
}

std::uint64_t cudasim_calls(void) { return cudasim::counted_calls; }

cudaError_t cudaPeekAtLastError(void) { return cudasim::last_error; }

cudaError_t cudaGetLastError(void)
{
    cudaError_t error = cudasim::last_error;
    cudasim::last_error = cudaSuccess;
    return error;
}
