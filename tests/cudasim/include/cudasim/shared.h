/* Shared memory. Blocks run one after another, so one copy of each __shared__ variable is enough; the simulator fills
   all of them with NaN before a block starts, and must know where they are.

   clang collects them in a section of their own. gcc refuses to put variables of templates into a named section, so
   there they are thread-local: the thread-local storage of a module is one piece of memory too. */
#ifndef CUDASIM_SHARED_H
#define CUDASIM_SHARED_H

#include <cstddef>

#undef __shared__
#ifdef __clang__
#define __shared__ static __attribute__((section("cuda_shared")))
extern "C" __attribute__((weak, visibility("hidden"))) char __start_cuda_shared[];
extern "C" __attribute__((weak, visibility("hidden"))) char __stop_cuda_shared[];
#else
#define __shared__ static thread_local
#endif

/** Declares `name`, a pointer to the launch's dynamic shared memory, as elements of `type`. */
#define DYNAMIC_SHARED(type, name) type *const name = static_cast<type *>(cudasim::dynamic_shared())

namespace cudasim
{

/** The first byte of the running block's dynamic shared memory. */
void *dynamic_shared();

struct byte_range {
    char *begin;
    char *end;
};

/** A module's static shared memory, or anything inside the thread-local storage that holds it. */
using find_shared = byte_range (*)();

void register_module(find_shared find);
void unregister_module(find_shared find);

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
