/**
 * @file bench_floats.h
 * The arrays of calls on floats (f32.h): a batch's numbers rounded, and answers in the room of doubles.
 */
#ifndef CONELET_CLI_BENCH_FLOATS_H
#define CONELET_CLI_BENCH_FLOATS_H

#include <conelet/conelet.h>

#include "answer.h"
#include "device_arrays.h"

/** What the calls take, and the numbers that these are. Owned: bench_floats_free(). */
typedef struct bench_floats {
    cnl_data_f32 data; /**< where the context's calls take it; so is the next */
    cnl_cotangent_f32 along;
    cnl_data rounded; /**< `data` on the host, as doubles: what the answers answer */
    void *owned[10];
    size_t owned_count;
} bench_floats;

/**
 * Round a batch.
 *
 * @param[out]    floats     all of it, also after a failure
 * @param[in,out] arrays     keeps the copies on its context's device, if there are any
 * @param[in]     cotangent  [batch, n], or NULL
 * @return CNL_OK, CNL_OUT_OF_MEMORY, or why the device took no copy
 */
cnl_status bench_floats_make(bench_floats *floats, device_arrays *arrays, const cnl_structure *structure, int64_t batch,
                             const cnl_data *data, const double *cotangent);

void bench_floats_free(bench_floats *floats);

/** cnl_solve_f32() and cnl_vjp_f32(), whose floats begin the arrays of `room`. */
cnl_status bench_floats_solve(const bench_floats *floats, cnl_solver *solver, int64_t batch, const answer *room);
cnl_status bench_floats_vjp(const bench_floats *floats, cnl_solver *solver, int64_t batch, const answer *room);

/** The solution's floats, on the host, become the doubles that they are. */
void bench_floats_widen(const cnl_structure *structure, int64_t batch, answer *room);

#endif
