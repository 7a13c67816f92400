// ld, st and their hints.
#include "decoder.h"
#include "warp.h"

namespace ptx
{
namespace
{

template <unsigned bytes> uint64_t fetch(const uint8_t *from)
{
    uint64_t bits = 0;
    std::memcpy(&bits, from, bytes);
    return bits;
}

template <unsigned bytes> uint64_t fetch_signed(const uint8_t *from)
{
    const unsigned unused = 64 - 8 * bytes;
    return static_cast<uint64_t>(static_cast<int64_t>(fetch<bytes>(from) << unused) >> unused);
}

template <unsigned bytes, bool extends_sign> void load(Warp &warp, const Instruction &instruction, uint32_t lanes)
{
    const unsigned total = bytes * instruction.elements;
    warp.count_access(instruction, lanes, instruction.source[0], static_cast<int>(total));
    const uint64_t *base = warp.row(instruction.source[0]);
    uint64_t addresses[warp_lanes]; // the base register may be loaded into
    for_lanes(lanes, [&](int lane) { addresses[lane] = base[lane] + static_cast<uint64_t>(instruction.offset); });
    for_lanes(lanes, [&](int lane) {
        const uint8_t *from = warp.locate(instruction, lane, addresses[lane], total, Use::read);
        for (size_t k = 0; k < instruction.parts.size(); k++) {
            const uint8_t *place = from + k * bytes;
            warp.row(instruction.parts[k])[lane] = extends_sign ? fetch_signed<bytes>(place) : fetch<bytes>(place);
        }
    });
}

template <unsigned bytes> void store(Warp &warp, const Instruction &instruction, uint32_t lanes)
{
    const unsigned total = bytes * instruction.elements;
    warp.count_access(instruction, lanes, instruction.source[0], static_cast<int>(total));
    const uint64_t *base = warp.row(instruction.source[0]);
    for_lanes(lanes, [&](int lane) {
        const uint64_t address = base[lane] + static_cast<uint64_t>(instruction.offset);
        uint8_t *to = warp.locate(instruction, lane, address, total, Use::write);
        for (size_t k = 0; k < instruction.parts.size(); k++) {
            std::memcpy(to + k * bytes, &warp.row(instruction.parts[k])[lane], bytes);
        }
    });
}

Space space_in(const Statement &statement)
{
    if (statement.has("global")) return Space::global;
    if (statement.has("const")) return Space::constant;
    if (statement.has("shared") || statement.has("shared::cta")) return Space::shared;
    if (statement.has("local")) return Space::local;
    if (statement.has("param") || statement.has("param::func") || statement.has("param::entry"))
        return Space::parameter;
    return Space::generic;
}

void set_access(Decoder &d, size_t address, size_t value)
{
    d.instruction.space = space_in(d.statement);
    d.instruction.bytes = static_cast<uint8_t>(bytes_of(d.type()));
    d.set_address(address);
    d.add_parts(value);
    d.instruction.elements = static_cast<uint8_t>(d.instruction.parts.size());
}

void decode_load(Decoder &d)
{
    set_access(d, 1, 0);
    const bool extends = is_signed(d.type());
    switch (d.instruction.bytes) {
    case 1:
        d.set_action(extends ? load<1, true> : load<1, false>);
        break;
    case 2:
        d.set_action(extends ? load<2, true> : load<2, false>);
        break;
    case 4:
        d.set_action(extends ? load<4, true> : load<4, false>);
        break;
    default:
        d.set_action(load<8, false>);
        break;
    }
}

void decode_store(Decoder &d)
{
    set_access(d, 0, 1);
    switch (d.instruction.bytes) {
    case 1:
        d.set_action(store<1>);
        break;
    case 2:
        d.set_action(store<2>);
        break;
    case 4:
        d.set_action(store<4>);
        break;
    default:
        d.set_action(store<8>);
        break;
    }
}

void do_nothing(Warp &, const Instruction &, uint32_t) {}

// Fences and hints: all memory here is in order at once.
void decode_nothing(Decoder &d) { d.set_action(do_nothing); }

} // namespace

void add_memory(DecodeTable &table)
{
    table["ld"] = decode_load;
    table["ldu"] = decode_load;
    table["st"] = decode_store;
    for (const char *name :
         {"membar", "fence", "prefetch", "prefetchu", "applypriority", "discard", "griddepcontrol", "setmaxnreg"}) {
        table[name] = decode_nothing;
    }
}

} // namespace ptx
