/* Shared memory: the dynamic part, and how the simulator learns where the static part is. */
#ifndef CUDASIM_SHARED_H
#define CUDASIM_SHARED_H

#include <cstddef>

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

} // namespace cudasim

#endif
