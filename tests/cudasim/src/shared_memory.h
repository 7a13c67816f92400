/* Where the shared memory of blocks is, and whether anyone wrote beside it. */
#ifndef CUDASIM_SHARED_MEMORY_H
#define CUDASIM_SHARED_MEMORY_H

#include <cstddef>

namespace cudasim
{

/** The launches to come have this much dynamic shared memory; finds the static one of all modules. */
void prepare_shared(std::size_t dynamic_bytes);

/** Fills all of it with NaN, as a block finds it; what lies behind the dynamic part gets a pattern. */
void poison_shared();

/** Fails if the pattern was written on. */
void check_shared_guards();

enum class shared_kind { none, inside, beside };

/** What an address is to shared memory: inside, or beside the dynamic part where nothing is. */
shared_kind classify_shared(const void *address, std::size_t bytes);

/** @return whether the address is in the page before or after all dynamic shared memory. */
bool in_shared_guard(const void *address);

} // namespace cudasim

#endif
