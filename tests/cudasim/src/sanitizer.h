/* What AddressSanitizer must be told: that stacks are switched, and which bytes are nobody's. Nothing without it. */
#ifndef CUDASIM_SANITIZER_H
#define CUDASIM_SANITIZER_H

#include <cstddef>

#ifdef __SANITIZE_ADDRESS__

#include <sanitizer/asan_interface.h>
#include <sanitizer/common_interface_defs.h>

namespace cudasim
{

/* `fake` remembers the frames of the execution that is left; null for one that never comes back. */
inline void before_switch(void **fake, const void *stack, std::size_t bytes)
{
    __sanitizer_start_switch_fiber(fake, stack, bytes);
}

inline void after_switch(void *fake, const void **left_stack, std::size_t *left_bytes)
{
    __sanitizer_finish_switch_fiber(fake, left_stack, left_bytes);
}

inline void forbid_bytes(const void *begin, std::size_t bytes) { __asan_poison_memory_region(begin, bytes); }
inline void permit_bytes(const void *begin, std::size_t bytes) { __asan_unpoison_memory_region(begin, bytes); }

} // namespace cudasim

#else

namespace cudasim
{

inline void before_switch(void **, const void *, std::size_t) {}
inline void after_switch(void *, const void **, std::size_t *) {}
inline void forbid_bytes(const void *, std::size_t) {}
inline void permit_bytes(const void *, std::size_t) {}

} // namespace cudasim

#endif

#endif
