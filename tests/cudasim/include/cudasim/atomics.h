/* Atomic operations and fences. They are compiler builtins on the caller's side, so that a race checker sees that they
   are atomic. */
#ifndef CUDASIM_ATOMICS_H
#define CUDASIM_ATOMICS_H

#include <cstring>
#include <type_traits>

namespace cudasim
{

/** Replaces *address by update(*address), as one step. @return the old value. */
template <class Bits, class T, class Update> T replace_atomically(T *address, Update update)
{
    static_assert(sizeof(Bits) == sizeof(T), "the integer that carries T");
    Bits *bits = reinterpret_cast<Bits *>(address);
    Bits before = __atomic_load_n(bits, __ATOMIC_RELAXED);
    for (;;) {
        T old;
        std::memcpy(&old, &before, sizeof old);
        T replaced = update(old);
        Bits after;
        std::memcpy(&after, &replaced, sizeof after);
        if (__atomic_compare_exchange_n(bits, &before, after, false, __ATOMIC_RELAXED, __ATOMIC_RELAXED)) return old;
    }
}

} // namespace cudasim

inline int atomicAdd(int *address, int value) { return __atomic_fetch_add(address, value, __ATOMIC_RELAXED); }
inline unsigned atomicAdd(unsigned *address, unsigned value)
{
    return __atomic_fetch_add(address, value, __ATOMIC_RELAXED);
}
inline unsigned long long atomicAdd(unsigned long long *address, unsigned long long value)
{
    return __atomic_fetch_add(address, value, __ATOMIC_RELAXED);
}
inline double atomicAdd(double *address, double value)
{
    return cudasim::replace_atomically<long long>(address, [=](double old) { return old + value; });
}
inline float atomicAdd(float *address, float value)
{
    return cudasim::replace_atomically<int>(address, [=](float old) { return old + value; });
}

inline int atomicSub(int *address, int value) { return __atomic_fetch_sub(address, value, __ATOMIC_RELAXED); }
inline int atomicOr(int *address, int value) { return __atomic_fetch_or(address, value, __ATOMIC_RELAXED); }
inline int atomicAnd(int *address, int value) { return __atomic_fetch_and(address, value, __ATOMIC_RELAXED); }
inline unsigned atomicOr(unsigned *address, unsigned value)
{
    return __atomic_fetch_or(address, value, __ATOMIC_RELAXED);
}
inline unsigned atomicAnd(unsigned *address, unsigned value)
{
    return __atomic_fetch_and(address, value, __ATOMIC_RELAXED);
}

template <class T> std::enable_if_t<std::is_integral<T>::value, T> atomicMax(T *address, T value)
{
    using bits = std::conditional_t<sizeof(T) == 4, int, long long>;
    return cudasim::replace_atomically<bits>(address, [=](T old) { return old > value ? old : value; });
}

template <class T> std::enable_if_t<std::is_integral<T>::value, T> atomicMin(T *address, T value)
{
    using bits = std::conditional_t<sizeof(T) == 4, int, long long>;
    return cudasim::replace_atomically<bits>(address, [=](T old) { return old < value ? old : value; });
}

template <class T> std::enable_if_t<std::is_integral<T>::value, T> atomicExch(T *address, T value)
{
    return __atomic_exchange_n(address, value, __ATOMIC_RELAXED);
}

template <class T> std::enable_if_t<std::is_integral<T>::value, T> atomicCAS(T *address, T expected, T value)
{
    __atomic_compare_exchange_n(address, &expected, value, false, __ATOMIC_RELAXED, __ATOMIC_RELAXED);
    return expected;
}

inline void __threadfence() { __atomic_thread_fence(__ATOMIC_SEQ_CST); }
inline void __threadfence_block() { __atomic_thread_fence(__ATOMIC_SEQ_CST); }
inline void __threadfence_system() { __atomic_thread_fence(__ATOMIC_SEQ_CST); }

#endif
