/* Barriers of a thread block. */
#ifndef CUDASIM_BARRIER_H
#define CUDASIM_BARRIER_H

#include "place.h"

namespace cudasim
{

enum class barrier_kind { plain, count, all, any, named };

/** Waits for the whole block. @return what the barrier computes from everyone's `predicate`. */
int wait_for_block(barrier_kind kind, int predicate, place where);

/** PTX `bar.sync id, threads` and `bar.arrive id, threads`: threads is a multiple of 32. */
void named_barrier_sync(int id, int threads, place where);
void named_barrier_arrive(int id, int threads, place where);

} // namespace cudasim

inline void __syncthreads(cudasim::place where = cudasim::place::here())
{
    cudasim::wait_for_block(cudasim::barrier_kind::plain, 0, where);
}

inline int __syncthreads_count(int predicate, cudasim::place where = cudasim::place::here())
{
    return cudasim::wait_for_block(cudasim::barrier_kind::count, predicate, where);
}

inline int __syncthreads_and(int predicate, cudasim::place where = cudasim::place::here())
{
    return cudasim::wait_for_block(cudasim::barrier_kind::all, predicate, where);
}

inline int __syncthreads_or(int predicate, cudasim::place where = cudasim::place::here())
{
    return cudasim::wait_for_block(cudasim::barrier_kind::any, predicate, where);
}

/* What product code calls behind a wrapper, whose nvcc body is inline PTX. */
inline void cudasim_named_barrier_sync(int id, int threads, cudasim::place where = cudasim::place::here())
{
    cudasim::named_barrier_sync(id, threads, where);
}

inline void cudasim_named_barrier_arrive(int id, int threads, cudasim::place where = cudasim::place::here())
{
    cudasim::named_barrier_arrive(id, threads, where);
}

#endif
