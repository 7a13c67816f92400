/* The launch of a kernel, written in C++ that the CUDA compiler takes as well. */
#ifndef CUDASIM_LAUNCH_H
#define CUDASIM_LAUNCH_H

#include "api.h"

#include <cstddef>
#include <functional>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace cudasim
{

/* What the launch calls the kernel, and the source that it stands in: together they name one kernel of a module. */
struct kernel_name {
    const char *kernel;
    const char *file;
};

using bytes = std::vector<unsigned char>;

struct kernel_call {
    const void *kernel; /* which one, for its attributes and for messages */
    kernel_name name;
    std::vector<bytes> arguments; /* the device has a limit */
    std::function<void()> body;   /* what each thread runs; holds copies of the arguments */
};

cudaError_t launch(const cudaLaunchConfig_t *config, kernel_call call);

template <class T> bytes bytes_of(const T &value)
{
    const unsigned char *first = reinterpret_cast<const unsigned char *>(&value);
    return bytes(first, first + sizeof value);
}

} // namespace cudasim

/* The parameters come from the kernel, so that arguments are converted to them as in any call. */
template <class... Parameter, class... Argument>
cudaError_t cudasim_launch_kernel(cudasim::kernel_name name, const cudaLaunchConfig_t *config,
                                  void (*kernel)(Parameter...), Argument &&...argument)
{
    static_assert((std::is_trivially_copyable<std::decay_t<Parameter>>::value && ...),
                  "arguments of a kernel are copied bit by bit");
    std::tuple<std::decay_t<Parameter>...> arguments(std::forward<Argument>(argument)...);

    cudasim::kernel_call call;
    call.kernel = reinterpret_cast<const void *>(kernel);
    call.name = name;
    call.arguments = std::apply(
        [](const auto &...each) { return std::vector<cudasim::bytes>{cudasim::bytes_of(each)...}; }, arguments);
    call.body = [kernel, arguments] { std::apply(kernel, arguments); };
    return cudasim::launch(config, std::move(call));
}

#define cudaLaunchKernelEx(config, kernel, ...)                                                                        \
    cudasim_launch_kernel({#kernel, __BASE_FILE__}, config, kernel, ##__VA_ARGS__)

#endif
