#include "call.h"

#include "../src/memory.h"
#include "../src/report.h"
#include "../src/stream.h"

namespace cudasim
{

namespace
{

std::uint64_t failing_call;
std::uint64_t counted_calls;
std::size_t handles;

} // namespace

bool math_call_fails() { return ++counted_calls == failing_call; }

void count_handles(int more) { handles += static_cast<std::size_t>(more); }

void need_device(const void *address, std::size_t bytes, const char *function, const char *argument)
{
    if (!is_device_memory(address, bytes)) fail("%s: %s is not %zu bytes of device memory", function, argument, bytes);
}

void need_stream(cudaStream_t stream, const char *function)
{
    if (stream == nullptr || find_stream(stream) == nullptr) fail("%s: the handle has no stream of its own", function);
}

} // namespace cudasim

void cudasim_math_fail(std::uint64_t nth)
{
    cudasim::failing_call = nth;
    cudasim::counted_calls = 0;
}

std::uint64_t cudasim_math_calls(void) { return cudasim::counted_calls; }

std::size_t cudasim_math_handles(void) { return cudasim::handles; }
