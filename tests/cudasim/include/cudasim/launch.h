/* The launch of a kernel, written in C++ that the CUDA compiler takes as well. */
#ifndef CUDASIM_LAUNCH_H
#define CUDASIM_LAUNCH_H

#include "api.h"

#include <cstddef>
#include <functional>
#include <tuple>
#include <type_traits>
#include <utility>

namespace cudasim
{

struct kernel_call {
    const void *kernel;         /* which one, for its attributes and for messages */
    std::size_t argument_bytes; /* at least; the device has a limit */
    std::function<void()> body; /* what each thread runs; holds copies of the arguments */
};

cudaError_t launch(const cudaLaunchConfig_t *config, kernel_call call);

} // namespace cudasim

/* The parameters come from the kernel, so that arguments are converted to them as in any call. */
template <class... Parameter, class... Argument>
cudaError_t cudasim_launch_kernel(const cudaLaunchConfig_t *config, void (*kernel)(Parameter...),
                                  Argument &&...argument)
{
    static_assert((std::is_trivially_copyable<std::decay_t<Parameter>>::value && ...),
                  "arguments of a kernel are copied bit by bit");
    std::tuple<std::decay_t<Parameter>...> arguments(std::forward<Argument>(argument)...);

    cudasim::kernel_call call;
    call.kernel = reinterpret_cast<const void *>(kernel);
    call.argument_bytes = (sizeof(Parameter) + ... + 0);
    call.body = [kernel, arguments] { std::apply(kernel, arguments); };
    return cudasim::launch(config, std::move(call));
}

#define cudaLaunchKernelEx cudasim_launch_kernel

#endif
