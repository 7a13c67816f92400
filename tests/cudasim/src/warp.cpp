/* What the lanes of a warp do together, once all lanes of the mask have arrived. */
#include "block.h"
#include "mma.h"
#include "race_clock.h"
#include "report.h"

#include <cstring>

namespace cudasim
{

namespace
{

/* A signalling NaN, in both halves: what a lane reads from one that takes no part. */
constexpr std::uint64_t NOBODYS_VALUE = 0x7fa4dead7fa4deadu;

bool has(unsigned mask, unsigned lane) { return (mask >> lane & 1) != 0; }

cuda_thread &lane_of(unsigned warp, unsigned lane) { return current_block().threads[warp * 32 + lane]; }

void check_mask(const cuda_thread &self)
{
    const warp_state &warp = current_block().warps[self.warp];
    if (!has(self.mask, self.lane)) fail("mask %#x does not name the lane that calls, %u", self.mask, self.lane);
    if ((self.mask & ~warp.exists) != 0) {
        fail("mask %#x names lanes that do not exist: the warp has %#x", self.mask, warp.exists);
    }
    if ((self.mask & warp.exited) != 0) {
        fail("mask %#x names lanes that have exited: %#x", self.mask, self.mask & warp.exited);
    }
}

void check_agreement(const cuda_thread &first, const cuda_thread &other)
{
    bool same_line = first.where.line == other.where.line;
    bool same_file = first.where.file == other.where.file || std::strcmp(first.where.file, other.where.file) == 0;
    if (same_line && same_file && first.mask == other.mask && first.operation == other.operation) return;
    fail("lanes disagree in a collective of their warp: lane %u with mask %#x at %s:%d, lane %u with mask %#x at %s:%d",
         first.lane, first.mask, first.where.file, first.where.line, other.lane, other.mask, other.where.file,
         other.where.line);
}

/* The lane whose value a lane gets, as the programming guide defines it. */
unsigned source_lane(const cuda_thread &thread)
{
    int lane = static_cast<int>(thread.lane);
    int width = thread.exchange->width;
    int argument = thread.exchange->source;
    int begin = lane & ~(width - 1);
    int end = begin + width;
    int source = lane;
    switch (thread.operation) {
    case warp_operation::shuffle_index:
        source = begin + (argument & (width - 1));
        break;
    case warp_operation::shuffle_up:
        source = lane - argument < begin ? lane : lane - argument;
        break;
    case warp_operation::shuffle_down:
        source = lane + argument >= end ? lane : lane + argument;
        break;
    case warp_operation::shuffle_xor:
        source = (lane ^ argument) >= end ? lane : lane ^ argument;
        break;
    default:
        break;
    }
    return static_cast<unsigned>(source);
}

void shuffle_values(unsigned warp, unsigned mask)
{
    std::uint64_t sent[32];
    for (unsigned lane = 0; lane < 32; lane++) {
        sent[lane] = has(mask, lane) ? lane_of(warp, lane).exchange->value : NOBODYS_VALUE;
    }
    for (unsigned lane = 0; lane < 32; lane++) {
        if (!has(mask, lane)) continue;
        cuda_thread &thread = lane_of(warp, lane);
        int width = thread.exchange->width;
        if (width < 1 || width > 32 || (width & (width - 1)) != 0) fail("a shuffle of width %d", width);
        thread.exchange->value = sent[source_lane(thread)];
    }
}

void count_votes(unsigned warp, unsigned mask, warp_operation operation)
{
    unsigned votes = 0;
    for (unsigned lane = 0; lane < 32; lane++) {
        if (has(mask, lane) && lane_of(warp, lane).exchange->value != 0) votes |= 1u << lane;
    }
    std::uint64_t result = votes;
    if (operation == warp_operation::any) result = votes != 0;
    if (operation == warp_operation::all) result = votes == mask;
    for (unsigned lane = 0; lane < 32; lane++) {
        if (has(mask, lane)) lane_of(warp, lane).exchange->value = result;
    }
}

void multiply_tiles(unsigned warp, warp_operation operation)
{
    warp_exchange *lanes[32];
    for (unsigned lane = 0; lane < 32; lane++) lanes[lane] = lane_of(warp, lane).exchange;
    if (operation == warp_operation::mma_m8n8k4_f64)
        mma_m8n8k4_f64(lanes);
    else
        mma_m16n8k8_tf32(lanes);
}

void perform(unsigned warp, unsigned mask, warp_operation operation)
{
    switch (operation) {
    case warp_operation::sync:
        pass_warp_of_races(warp, mask);
        break;
    case warp_operation::ballot:
    case warp_operation::any:
    case warp_operation::all:
        count_votes(warp, mask, operation);
        break;
    case warp_operation::mma_m8n8k4_f64:
    case warp_operation::mma_m16n8k8_tf32:
        multiply_tiles(warp, operation);
        break;
    default:
        shuffle_values(warp, mask);
        break;
    }
}

} // namespace

void warp_collective(warp_operation operation, unsigned mask, warp_exchange *exchange, place where)
{
    cuda_thread *self = current_thread();
    if (self == nullptr) fail("a collective of a warp outside a kernel, at %s:%d", where.file, where.line);
    self->where = where;
    self->operation = operation;
    self->mask = mask;
    self->exchange = exchange;
    check_mask(*self);
    current_block().warps[self->warp].waiting |= 1u << self->lane;
    wait_in(self, thread_state::at_collective);
}

void complete_collective(unsigned warp, unsigned mask)
{
    warp_state &state = current_block().warps[warp];
    if ((state.waiting & mask) != mask) return;

    const cuda_thread &first = lane_of(warp, static_cast<unsigned>(__builtin_ctz(mask)));
    for (unsigned lane = 0; lane < 32; lane++) {
        if (has(mask, lane)) check_agreement(first, lane_of(warp, lane));
    }
    perform(warp, mask, first.operation);
    state.waiting &= ~mask;
    for (unsigned lane = 0; lane < 32; lane++) {
        if (has(mask, lane)) wake(&lane_of(warp, lane));
    }
}

void check_collectives_after_exit(const cuda_thread &exited)
{
    unsigned waiting = current_block().warps[exited.warp].waiting;
    for (unsigned lane = 0; lane < 32; lane++) {
        if (!has(waiting, lane)) continue;
        const cuda_thread &thread = lane_of(exited.warp, lane);
        if (!has(thread.mask, exited.lane)) continue;
        fail("lane %u exited, but lane %u waits for it with mask %#x at %s:%d", exited.lane, lane, thread.mask,
             thread.where.file, thread.where.line);
    }
}

unsigned live_lanes()
{
    const warp_state &warp = current_block().warps[current_thread()->warp];
    return warp.exists & ~warp.exited;
}

} // namespace cudasim
