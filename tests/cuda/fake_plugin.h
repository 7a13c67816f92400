/**
 * @file fake_plugin.h
 * A plug-in without CUDA, complete: its device memory is pages that nobody may touch but itself, and its solver writes
 * numbers by which it can be recognised. Tests that open it (it is the same file for all) find `fake_plugin_control`.
 */
#ifndef TESTS_CUDA_FAKE_PLUGIN_H
#define TESTS_CUDA_FAKE_PLUGIN_H

#include <stdatomic.h>

#include "core/device_backend.h"

/** What the fake is told, and what it counts. */
typedef struct fake_control {
    cnl_status fail;             /**< what the next calls on a solver, a copy or a wait answer; CNL_OK = they work */
    cnl_status fail_at_creation; /**< the same for contexts and solvers */
    long allocation_fails_at;    /**< the number, from 1, of the array or solver that gets no device memory; 0 = none */
    atomic_long allocations;
    atomic_long live;      /**< pieces of device memory that were not given back */
    atomic_long contexts;  /**< not destroyed */
    atomic_long solvers;   /**< not destroyed */
    atomic_long calls;     /**< of solve, vjp and jvp that worked */
    device_backend *table; /**< may be changed, as the library only reads it when it calls */
} fake_control;

/** @return the plug-in's own. Exported beside its table. */
typedef fake_control *fake_control_entry(void);

#define FAKE_CONTROL_SYMBOL "fake_plugin_control"
#define FAKE_DEVICE_NAME    "pretended device (sm_00)"

/** Bytes that the fake says its solvers take on the device. */
enum { FAKE_SOLVER_BYTES = 1000000 };

/** The numbers that a solve, a vjp and a jvp write: element `index` of the array `array` of problem `problem`. */
enum { FAKE_X, FAKE_Y, FAKE_S, FAKE_DP, FAKE_DC, FAKE_DA, FAKE_DB, FAKE_DX, FAKE_DY, FAKE_DS };
static inline double fake_number(int array, int64_t problem, int64_t index)
{
    return 1e6 * (array + 1) + 1e3 * (double)problem + (double)index;
}

#endif
