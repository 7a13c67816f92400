// mov in all its shapes, and cvta.
#include "apply.h"
#include "decoder.h"

#include <algorithm>

namespace ptx
{
namespace
{

struct Copy {
    static uint64_t of(uint64_t a) { return a; }
};

// Low parts first: {low, high}.
void take_apart(Warp &warp, const Instruction &instruction, uint32_t lanes)
{
    const unsigned bits = instruction.bytes * 8u;
    const uint64_t mask = (1ull << bits) - 1;
    const uint64_t *whole = warp.row(instruction.source[0]);
    uint64_t values[warp_lanes]; // a part may be the register that is taken apart
    std::copy(whole, whole + warp_lanes, values);
    for (size_t k = 0; k < instruction.parts.size(); k++) {
        uint64_t *part = warp.row(instruction.parts[k]);
        for_lanes(lanes, [&](int lane) { part[lane] = values[lane] >> (bits * k) & mask; });
    }
}

void put_together(Warp &warp, const Instruction &instruction, uint32_t lanes)
{
    const unsigned bits = instruction.bytes * 8u;
    const uint64_t mask = (1ull << bits) - 1;
    uint64_t values[warp_lanes] = {};
    for (size_t k = 0; k < instruction.parts.size(); k++) {
        const uint64_t *part = warp.row(instruction.parts[k]);
        for (int lane = 0; lane < warp_lanes; lane++) {
            values[lane] |= (part[lane] & mask) << (bits * k);
        }
    }
    uint64_t *whole = warp.row(instruction.destination);
    for_lanes(lanes, [&](int lane) { whole[lane] = values[lane]; });
}

void read_clock(Warp &warp, const Instruction &instruction, uint32_t lanes)
{
    for_lanes(lanes, [&](int lane) { warp.row(instruction.destination)[lane] = warp.clock(); });
}

void decode_move(Decoder &d)
{
    if (d.type() == Scalar::none) d.fail("a type that is not known");
    const Operand &to = d.operand(0);
    const Operand &from = d.operand(1);
    if (to.kind == Operand::vector || from.kind == Operand::vector) {
        const bool apart = to.kind == Operand::vector;
        d.add_parts(apart ? 0 : 1);
        d.instruction.bytes =
            static_cast<uint8_t>(static_cast<size_t>(bytes_of(d.type())) / d.instruction.parts.size());
        if (apart) {
            d.set_sources(1, 1);
        } else {
            d.set_destination(0);
        }
        d.set_action(apart ? take_apart : put_together);
        return;
    }
    d.set_destination(0);
    if (from.kind == Operand::name && Names::special_named(from.text) == Special::clock) {
        d.set_action(read_clock);
        return;
    }
    d.set_sources(1, 1);
    d.set_action(Applied<Copy>::run);
}

struct FromShared {
    static uint64_t of(uint64_t a) { return (a & 0xffffffffu) | shared_window; }
};
struct FromLocal {
    static uint64_t of(uint64_t a) { return (a & 0xffffffffu) | local_window; }
};
struct FromGeneric {
    static uint64_t of(uint64_t a) { return a & ~window_mask; }
};

void decode_convert_address(Decoder &d)
{
    d.set_usual_operands();
    const auto names_space = [&](const char *space) {
        return d.has(space) || d.has((std::string(space) + "::cta").c_str());
    };
    const bool windowed = names_space("shared") || names_space("local");
    if (!windowed) {
        d.set_action(Applied<Copy>::run);
    } else if (d.has("to")) {
        d.set_action(Applied<FromGeneric>::run);
    } else {
        d.set_action(names_space("shared") ? Applied<FromShared>::run : Applied<FromLocal>::run);
    }
}

struct IsShared {
    static uint64_t of(uint64_t a) { return (a & window_mask) == shared_window; }
};
struct IsLocal {
    static uint64_t of(uint64_t a) { return (a & window_mask) == local_window; }
};
struct IsGlobal {
    static uint64_t of(uint64_t a) { return (a & window_mask) == 0; }
};

void decode_is_space(Decoder &d)
{
    d.set_usual_operands();
    d.set_action(d.has("shared")  ? Applied<IsShared>::run
                 : d.has("local") ? Applied<IsLocal>::run
                                  : Applied<IsGlobal>::run);
}

} // namespace

void add_moves(DecodeTable &table)
{
    table["mov"] = decode_move;
    table["cvta"] = decode_convert_address;
    table["isspacep"] = decode_is_space;
}

} // namespace ptx
