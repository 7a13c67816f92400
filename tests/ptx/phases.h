/**
 * @file phases.h
 * Which part of an algorithm each step of a trace belongs to, by the functions that were inlined or called to reach it.
 * Needs PTX with -lineinfo.
 */
#ifndef CONELET_TESTS_PTX_PHASES_H
#define CONELET_TESTS_PTX_PHASES_H

#include "trace.h"

namespace ptx
{

constexpr int most_phases = 16;

// A step is in the first phase of the list that one of its functions belongs to, else in one more, the rest.
struct Phase {
    std::string name;
    std::vector<std::string> functions; // as in the source
};

// Sets TraceEntry::phase.
void mark_phases(Trace &trace, const std::vector<Phase> &phases);

// Does every warp have an instruction of `phase` that it passes `count` times?
bool can_split_at(const Trace &trace, uint8_t phase, int count);

// A trace of `count` turns, cut where each begins: at the first such instruction of every warp.
std::vector<Trace> split_at(const Trace &trace, uint8_t phase, int count);

// Each warp as a trace of its own.
std::vector<Trace> split_warps(const Trace &trace);

} // namespace ptx

#endif
