// shfl, vote, match, redux, activemask, bar.warp.sync. The mask of a collective is its source[3].
#include "decoder.h"
#include "warp.h"

#include <algorithm>

namespace ptx
{
namespace
{

enum class Shuffle : uint8_t { up, down, bfly, idx };

// The lane that `lane` reads, and whether it lies in the segment that c describes (PTX ISA, shfl.sync).
int partner(Shuffle mode, int lane, uint64_t distance, uint64_t c, bool &inside)
{
    const int by = static_cast<int>(distance & 31);
    const int segment = static_cast<int>(c >> 8 & 31);
    const int clamp = static_cast<int>(c & 31);
    const int last = (lane & segment) | (clamp & ~segment);
    const int first = lane & segment;
    int other = 0;
    switch (mode) {
    case Shuffle::up:
        other = lane - by;
        inside = other >= last;
        break;
    case Shuffle::down:
        other = lane + by;
        inside = other <= last;
        break;
    case Shuffle::bfly:
        other = lane ^ by;
        inside = other <= last;
        break;
    default:
        other = first | (by & ~segment);
        inside = other <= last;
        break;
    }
    return inside ? other : lane;
}

void shuffle(Warp &warp, const Instruction &instruction, uint32_t lanes)
{
    const uint64_t *value = warp.row(instruction.source[0]);
    const uint64_t *distance = warp.row(instruction.source[1]);
    const uint64_t *segments = warp.row(instruction.source[2]);
    uint64_t received[warp_lanes];
    bool inside[warp_lanes];
    for_lanes(lanes, [&](int lane) {
        const Shuffle mode = static_cast<Shuffle>(instruction.detail);
        const int other = partner(mode, lane, distance[lane], segments[lane], inside[lane]);
        if (!(lanes >> other & 1)) {
            warp.fail(FaultKind::mask, lane, "reads lane " + std::to_string(other) + ", which does not take part");
        }
        received[lane] = value[other] & 0xffffffffu;
    });
    for_lanes(lanes, [&](int lane) { warp.row(instruction.destination)[lane] = received[lane]; });
    if (instruction.second_destination == no_row) return;
    for_lanes(lanes, [&](int lane) { warp.row(instruction.second_destination)[lane] = inside[lane]; });
}

void decode_shuffle(Decoder &d)
{
    Shuffle mode = Shuffle::idx;
    if (d.has("up")) mode = Shuffle::up;
    if (d.has("down")) mode = Shuffle::down;
    if (d.has("bfly")) mode = Shuffle::bfly;
    d.instruction.detail = static_cast<uint8_t>(mode);
    d.instruction.flow = Flow::collective;
    d.set_usual_operands();
    d.set_action(shuffle);
}

// A collective of one value: destination, value, mask.
void set_one_value(Decoder &d, Action action)
{
    d.instruction.flow = Flow::collective;
    d.set_destination(0);
    d.set_sources(1, 1);
    d.instruction.source[3] = d.row_of(d.operand(2));
    d.set_action(action);
}

enum class Vote : uint8_t { ballot, any, all, uni };

void vote(Warp &warp, const Instruction &instruction, uint32_t lanes)
{
    const uint64_t *predicate = warp.row(instruction.source[0]);
    uint32_t yes = 0;
    for_lanes(lanes, [&](int lane) {
        if (((predicate[lane] & 1) != 0) != instruction.negated) yes |= 1u << lane;
    });
    uint64_t result = yes;
    switch (static_cast<Vote>(instruction.detail)) {
    case Vote::any:
        result = yes != 0;
        break;
    case Vote::all:
        result = yes == lanes;
        break;
    case Vote::uni:
        result = yes == lanes || yes == 0;
        break;
    default:
        break;
    }
    for_lanes(lanes, [&](int lane) { warp.row(instruction.destination)[lane] = result; });
}

void decode_vote(Decoder &d)
{
    Vote kind = Vote::ballot;
    if (d.has("any")) kind = Vote::any;
    if (d.has("all")) kind = Vote::all;
    if (d.has("uni")) kind = Vote::uni;
    d.instruction.detail = static_cast<uint8_t>(kind);
    set_one_value(d, vote);
}

template <class T> void match(Warp &warp, const Instruction &instruction, uint32_t lanes)
{
    const uint64_t *value = warp.row(instruction.source[0]);
    uint32_t same[warp_lanes];
    for_lanes(lanes, [&](int lane) {
        same[lane] = 0;
        for_lanes(lanes, [&](int other) {
            if (static_cast<T>(value[other]) == static_cast<T>(value[lane])) same[lane] |= 1u << other;
        });
    });
    const bool wants_all = instruction.detail != 0;
    for_lanes(lanes, [&](int lane) {
        const bool all = same[lane] == lanes;
        warp.row(instruction.destination)[lane] = wants_all && !all ? 0 : same[lane];
        if (instruction.second_destination != no_row) warp.row(instruction.second_destination)[lane] = all;
    });
}

void decode_match(Decoder &d)
{
    d.instruction.detail = d.has("all") ? 1 : 0;
    set_one_value(d, bytes_of(d.type()) == 8 ? match<uint64_t> : match<uint32_t>);
}

enum class Reduction : uint8_t { add, min, max, bit_and, bit_or, bit_xor };

template <class T> T reduce(Reduction how, T a, T b)
{
    switch (how) {
    case Reduction::add:
        return static_cast<T>(static_cast<uint32_t>(a) + static_cast<uint32_t>(b));
    case Reduction::min:
        return std::min(a, b);
    case Reduction::max:
        return std::max(a, b);
    case Reduction::bit_and:
        return a & b;
    case Reduction::bit_or:
        return a | b;
    default:
        return a ^ b;
    }
}

template <class T> void reduce_lanes(Warp &warp, const Instruction &instruction, uint32_t lanes)
{
    const uint64_t *value = warp.row(instruction.source[0]);
    T result = from_bits<T>(value[first_of(lanes)]);
    for_lanes(lanes & (lanes - 1), [&](int lane) {
        result = reduce(static_cast<Reduction>(instruction.detail), result, from_bits<T>(value[lane]));
    });
    for_lanes(lanes, [&](int lane) { warp.row(instruction.destination)[lane] = to_bits(result); });
}

void decode_reduction(Decoder &d)
{
    static const char *const names[] = {"add", "min", "max", "and", "or", "xor"};
    for (uint8_t k = 0; k < 6; k++) {
        if (d.has(names[k])) d.instruction.detail = k;
    }
    set_one_value(d, is_signed(d.type()) ? reduce_lanes<int32_t> : reduce_lanes<uint32_t>);
}

void list_active(Warp &warp, const Instruction &instruction, uint32_t lanes)
{
    for_lanes(lanes, [&](int lane) { warp.row(instruction.destination)[lane] = lanes; });
}

void decode_active_mask(Decoder &d)
{
    d.set_destination(0);
    d.set_action(list_active);
}

} // namespace

void add_collectives(DecodeTable &table)
{
    table["shfl"] = decode_shuffle;
    table["vote"] = decode_vote;
    table["match"] = decode_match;
    table["redux"] = decode_reduction;
    table["activemask"] = decode_active_mask;
}

} // namespace ptx
