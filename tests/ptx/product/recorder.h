/**
 * @file recorder.h
 * The product's kernels in the interpreter: libconelet_ptx_kernels is what CUDASIM_KERNELS names, so that a plug-in in
 * the simulator keeps its host code, memory and streams there, and every kernel it launches runs as the PTX that nvcc
 * made of its source. A program that links to this library as well can see what ran.
 *
 * Environment: CONELET_PTX_SEED (warps in random order under this seed; without it in order), CONELET_PTX_LANES=1 (with
 * a seed: the lanes of a warp part at random too).
 */
#ifndef CONELET_TESTS_PTX_PRODUCT_RECORDER_H
#define CONELET_TESTS_PTX_PRODUCT_RECORDER_H

#include "interpreter.h"

namespace ptx
{

struct Recorded {
    const Module *module;
    std::string source; // "warp_32"
    std::string kernel; // as the launch spells it
    Launch launch;
    Result result;
};

// From here on, keep what runs; with `traces`, also what each launch's accesses cost and the trace of its block 0.
void record_launches(bool traces);

std::vector<Recorded> &recorded_launches();

// The architecture whose PTX a device runs: the newest that was compiled and is not newer.
int ptx_architecture_for(int device_architecture);

} // namespace ptx

#endif
