/* Static shared memory. Blocks run one after another, so one copy of each __shared__ variable is enough; the simulator
   fills all of them with NaN before a block starts, and must know where they are.

   clang collects them in a section of their own. gcc refuses to put variables of templates into a named section, so
   there they are thread-local: the thread-local storage of a module is one piece of memory too. Only modules with
   device code include this. */
#ifndef CUDASIM_MODULE_H
#define CUDASIM_MODULE_H

#include "shared.h"

#undef __shared__
#ifdef __clang__
#define __shared__ static __attribute__((section("cuda_shared")))
extern "C" __attribute__((weak, visibility("hidden"))) char __start_cuda_shared[];
extern "C" __attribute__((weak, visibility("hidden"))) char __stop_cuda_shared[];
#else
#define __shared__ static thread_local
#endif

namespace cudasim
{

#ifdef __clang__
static inline byte_range shared_of_this_module() { return byte_range{__start_cuda_shared, __stop_cuda_shared}; }
#else
static thread_local char inside_thread_local_storage[1];
static inline byte_range shared_of_this_module()
{
    return byte_range{inside_thread_local_storage, inside_thread_local_storage};
}
#endif

/* Every file that includes this registers its module while it is loaded. */
struct module_registration {
    module_registration() { register_module(shared_of_this_module); }
    ~module_registration() { unregister_module(shared_of_this_module); }
};
static const module_registration registration_of_this_module;

} // namespace cudasim

#endif
