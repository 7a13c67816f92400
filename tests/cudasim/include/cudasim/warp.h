/* What the 32 lanes of a warp do together. */
#ifndef CUDASIM_WARP_H
#define CUDASIM_WARP_H

#include "place.h"
#include <cstdint>
#include <cstring>

namespace cudasim
{

enum class warp_operation {
    sync,
    shuffle_index,
    shuffle_up,
    shuffle_down,
    shuffle_xor,
    ballot,
    any,
    all,
    mma_m8n8k4_f64,
    mma_m16n8k8_tf32,
};

/** What a lane brings to a collective, and takes from it. */
struct warp_exchange {
    std::uint64_t value = 0;
    int source = 0;
    int width = 32;
    double a[4] = {0, 0, 0, 0};
    double b[2] = {0, 0};
    double c[4] = {0, 0, 0, 0};
};

/** Waits for the lanes of `mask`, which must all make the same call; leaves the lane's result in `exchange`. */
void warp_collective(warp_operation operation, unsigned mask, warp_exchange *exchange, place where);

/** The lanes of the caller's warp that have not exited. */
unsigned live_lanes();

template <class T> T shuffle(warp_operation operation, unsigned mask, T value, int source, int width, place where)
{
    static_assert(sizeof(T) == 4 || sizeof(T) == 8, "a shuffle moves 4 or 8 bytes");
    warp_exchange exchange;
    exchange.source = source;
    exchange.width = width;
    std::memcpy(&exchange.value, &value, sizeof value);
    warp_collective(operation, mask, &exchange, where);
    std::memcpy(&value, &exchange.value, sizeof value);
    return value;
}

inline std::uint64_t vote(warp_operation operation, unsigned mask, int predicate, place where)
{
    warp_exchange exchange;
    exchange.value = predicate != 0;
    warp_collective(operation, mask, &exchange, where);
    return exchange.value;
}

} // namespace cudasim

inline void __syncwarp(unsigned mask = 0xffffffffu, cudasim::place where = cudasim::place::here())
{
    cudasim::warp_exchange nothing;
    cudasim::warp_collective(cudasim::warp_operation::sync, mask, &nothing, where);
}

inline unsigned __activemask() { return cudasim::live_lanes(); }

template <class T>
T __shfl_sync(unsigned mask, T value, int lane, int width = 32, cudasim::place where = cudasim::place::here())
{
    return cudasim::shuffle(cudasim::warp_operation::shuffle_index, mask, value, lane, width, where);
}

template <class T>
T __shfl_up_sync(unsigned mask, T value, unsigned delta, int width = 32, cudasim::place where = cudasim::place::here())
{
    return cudasim::shuffle(cudasim::warp_operation::shuffle_up, mask, value, static_cast<int>(delta), width, where);
}

template <class T>
T __shfl_down_sync(unsigned mask, T value, unsigned delta, int width = 32,
                   cudasim::place where = cudasim::place::here())
{
    return cudasim::shuffle(cudasim::warp_operation::shuffle_down, mask, value, static_cast<int>(delta), width, where);
}

template <class T>
T __shfl_xor_sync(unsigned mask, T value, int lanes, int width = 32, cudasim::place where = cudasim::place::here())
{
    return cudasim::shuffle(cudasim::warp_operation::shuffle_xor, mask, value, lanes, width, where);
}

inline unsigned __ballot_sync(unsigned mask, int predicate, cudasim::place where = cudasim::place::here())
{
    return static_cast<unsigned>(cudasim::vote(cudasim::warp_operation::ballot, mask, predicate, where));
}

inline int __any_sync(unsigned mask, int predicate, cudasim::place where = cudasim::place::here())
{
    return static_cast<int>(cudasim::vote(cudasim::warp_operation::any, mask, predicate, where));
}

inline int __all_sync(unsigned mask, int predicate, cudasim::place where = cudasim::place::here())
{
    return static_cast<int>(cudasim::vote(cudasim::warp_operation::all, mask, predicate, where));
}

/**
 * PTX `mma.sync.aligned.m8n8k4.row.col.f64`: C += A B over the warp, A 8x4, B 4x8, C 8x8. With g = lane / 4 and
 * t = lane % 4, a lane holds a = A[g][t], b = B[t][g], c[0] = C[g][2t] and c[1] = C[g][2t+1].
 */
inline void cudasim_mma_m8n8k4_f64(double c[2], double a, double b, cudasim::place where = cudasim::place::here())
{
    cudasim::warp_exchange exchange;
    exchange.a[0] = a;
    exchange.b[0] = b;
    exchange.c[0] = c[0];
    exchange.c[1] = c[1];
    cudasim::warp_collective(cudasim::warp_operation::mma_m8n8k4_f64, 0xffffffffu, &exchange, where);
    c[0] = exchange.c[0];
    c[1] = exchange.c[1];
}

/**
 * PTX `mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32`: C += A B, A 16x8, B 8x8, C 16x8. A lane holds
 * a[i] = A[g + 8 (i % 2)][t + 4 (i / 2)], b[i] = B[t + 4 i][g] and c[i] = C[g + 8 (i / 2)][2t + i % 2]; the lower 13
 * bits of a and b are ignored.
 */
inline void cudasim_mma_m16n8k8_tf32(float c[4], const float a[4], const float b[2],
                                     cudasim::place where = cudasim::place::here())
{
    cudasim::warp_exchange exchange;
    for (int i = 0; i < 4; i++) exchange.a[i] = static_cast<double>(a[i]);
    for (int i = 0; i < 2; i++) exchange.b[i] = static_cast<double>(b[i]);
    for (int i = 0; i < 4; i++) exchange.c[i] = static_cast<double>(c[i]);
    cudasim::warp_collective(cudasim::warp_operation::mma_m16n8k8_tf32, 0xffffffffu, &exchange, where);
    for (int i = 0; i < 4; i++) c[i] = static_cast<float>(exchange.c[i]);
}

#endif
