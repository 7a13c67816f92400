/* Code compiled with -fsanitize=thread calls these at every access to memory. Here they feed the race checker; the
   compiler's own library, which would follow host threads, is not linked. */
#include "race_shadow.h"
#include "races.h"

#include <cstring>

namespace cudasim
{

namespace
{

inline void see(const volatile void *address, std::size_t bytes, bool writes, bool atomic, const void *code)
{
    see_access(memory_access{const_cast<const void *>(address), bytes, writes, atomic, code});
}

} // namespace

} // namespace cudasim

using cudasim::see;

/* A call returns behind its line; the byte before is in it. */
#define CALLER (static_cast<const char *>(__builtin_return_address(0)) - 1)

extern "C" {

void __tsan_init() { cudasim::start_checking_races(); }
void __tsan_func_entry(void *) {}
void __tsan_func_exit() {}
void __tsan_vptr_read(void **) {}
void __tsan_vptr_update(void **, void *) {}

#define ACCESSES_OF(bytes)                                                                                             \
    void __tsan_read##bytes(void *address) { see(address, bytes, false, false, CALLER); }                              \
    void __tsan_write##bytes(void *address) { see(address, bytes, true, false, CALLER); }                              \
    void __tsan_unaligned_read##bytes(void *address) { see(address, bytes, false, false, CALLER); }                    \
    void __tsan_unaligned_write##bytes(void *address) { see(address, bytes, true, false, CALLER); }                    \
    void __tsan_volatile_read##bytes(void *address) { see(address, bytes, false, false, CALLER); }                     \
    void __tsan_volatile_write##bytes(void *address) { see(address, bytes, true, false, CALLER); }                     \
    void __tsan_read_write##bytes(void *address)                                                                       \
    {                                                                                                                  \
        see(address, bytes, false, false, CALLER);                                                                     \
        see(address, bytes, true, false, CALLER);                                                                      \
    }                                                                                                                  \
    void __tsan_unaligned_read_write##bytes(void *address)                                                             \
    {                                                                                                                  \
        see(address, bytes, false, false, CALLER);                                                                     \
        see(address, bytes, true, false, CALLER);                                                                      \
    }
ACCESSES_OF(1)
ACCESSES_OF(2)
ACCESSES_OF(4)
ACCESSES_OF(8)
ACCESSES_OF(16)

void __tsan_read_range(void *address, unsigned long bytes) { see(address, bytes, false, false, CALLER); }
void __tsan_write_range(void *address, unsigned long bytes) { see(address, bytes, true, false, CALLER); }

void *__tsan_memset(void *address, int byte, std::size_t bytes)
{
    if (bytes > 0) see(address, bytes, true, false, CALLER);
    return std::memset(address, byte, bytes);
}

void *__tsan_memcpy(void *to, const void *from, std::size_t bytes)
{
    if (bytes > 0) see(from, bytes, false, false, CALLER);
    if (bytes > 0) see(to, bytes, true, false, CALLER);
    return std::memcpy(to, from, bytes);
}

void *__tsan_memmove(void *to, const void *from, std::size_t bytes)
{
    if (bytes > 0) see(from, bytes, false, false, CALLER);
    if (bytes > 0) see(to, bytes, true, false, CALLER);
    return std::memmove(to, from, bytes);
}

#define ATOMIC_UPDATE(bits, T, name)                                                                                   \
    T __tsan_atomic##bits##_fetch_##name(volatile T *address, T value, int)                                            \
    {                                                                                                                  \
        see(address, bits / 8, true, true, CALLER);                                                                    \
        return __atomic_fetch_##name(address, value, __ATOMIC_SEQ_CST);                                                \
    }

#define ATOMICS_OF(bits, T)                                                                                            \
    T __tsan_atomic##bits##_load(const volatile T *address, int)                                                       \
    {                                                                                                                  \
        see(address, bits / 8, false, true, CALLER);                                                                   \
        return __atomic_load_n(address, __ATOMIC_SEQ_CST);                                                             \
    }                                                                                                                  \
    void __tsan_atomic##bits##_store(volatile T *address, T value, int)                                                \
    {                                                                                                                  \
        see(address, bits / 8, true, true, CALLER);                                                                    \
        __atomic_store_n(address, value, __ATOMIC_SEQ_CST);                                                            \
    }                                                                                                                  \
    T __tsan_atomic##bits##_exchange(volatile T *address, T value, int)                                                \
    {                                                                                                                  \
        see(address, bits / 8, true, true, CALLER);                                                                    \
        return __atomic_exchange_n(address, value, __ATOMIC_SEQ_CST);                                                  \
    }                                                                                                                  \
    int __tsan_atomic##bits##_compare_exchange_strong(volatile T *address, T *expected, T value, int, int)             \
    {                                                                                                                  \
        see(address, bits / 8, true, true, CALLER);                                                                    \
        return __atomic_compare_exchange_n(address, expected, value, false, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);       \
    }                                                                                                                  \
    int __tsan_atomic##bits##_compare_exchange_weak(volatile T *address, T *expected, T value, int, int)               \
    {                                                                                                                  \
        see(address, bits / 8, true, true, CALLER);                                                                    \
        return __atomic_compare_exchange_n(address, expected, value, false, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);       \
    }                                                                                                                  \
    T __tsan_atomic##bits##_compare_exchange_val(volatile T *address, T expected, T value, int, int)                   \
    {                                                                                                                  \
        see(address, bits / 8, true, true, CALLER);                                                                    \
        __atomic_compare_exchange_n(address, &expected, value, false, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);             \
        return expected;                                                                                               \
    }                                                                                                                  \
    ATOMIC_UPDATE(bits, T, add)                                                                                        \
    ATOMIC_UPDATE(bits, T, sub)                                                                                        \
    ATOMIC_UPDATE(bits, T, and)                                                                                        \
    ATOMIC_UPDATE(bits, T, or)                                                                                         \
    ATOMIC_UPDATE(bits, T, xor)
ATOMICS_OF(8, signed char)
ATOMICS_OF(16, short)
ATOMICS_OF(32, int)
ATOMICS_OF(64, long long)

void __tsan_atomic_thread_fence(int) { __atomic_thread_fence(__ATOMIC_SEQ_CST); }
void __tsan_atomic_signal_fence(int) {}
}
