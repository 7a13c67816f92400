// cp.async: bytes leave global memory when the copy is issued and reach shared memory when it is awaited, so that a
// kernel which does not wait reads what nobody has written, whatever lay there before.
#include "block.h"
#include "decoder.h"
#include "warp.h"

#include <algorithm>

namespace ptx
{
namespace
{

// Nothing is in the place that a copy goes to until it is there.
void empty(Warp &warp, const Warp::Copy &copy)
{
    Instruction shared = {};
    shared.space = Space::shared;
    const auto bytes = static_cast<unsigned>(copy.bytes.size());
    std::memset(warp.locate(shared, copy.lane, copy.target, bytes, Use::write), 0xff, bytes);
    warp.block.shared.set_written(copy.target & 0xffffffffu, bytes, false);
}

void issue(Warp &warp, const Instruction &instruction, uint32_t lanes)
{
    const uint64_t *target = warp.row(instruction.source[0]);
    const uint64_t *from = warp.row(instruction.source[1]);
    const uint64_t *size = instruction.source[2] == no_row ? nullptr : warp.row(instruction.source[2]);
    Instruction global = instruction;
    global.space = Space::global;
    global.offset = instruction.target;
    uint64_t targets[warp_lanes];
    int count = 0;
    uint32_t reading = 0;
    for_lanes(lanes, [&](int lane) {
        const unsigned bytes =
            size ? std::min<unsigned>(static_cast<uint32_t>(size[lane]), instruction.bytes) : instruction.bytes;
        Warp::Copy copy = {lane, target[lane] + static_cast<uint64_t>(instruction.offset), {}, -1};
        copy.bytes.assign(instruction.bytes, 0);
        targets[count++] = copy.target;
        empty(warp, copy);
        const uint64_t address = from[lane] + static_cast<uint64_t>(instruction.target);
        if (bytes > 0) {
            std::memcpy(copy.bytes.data(), warp.locate(global, lane, address, instruction.bytes, Use::read), bytes);
            reading |= 1u << lane;
        }
        warp.copies.push_back(copy);
    });
    if (reading) warp.count_access(global, reading, instruction.source[1], instruction.bytes);
    warp.count_copied(targets, count, instruction.bytes);
}

void commit(Warp &warp, const Instruction &, uint32_t lanes)
{
    for (Warp::Copy &copy : warp.copies) {
        if (copy.group < 0 && (lanes >> copy.lane & 1)) copy.group = warp.copy_groups;
    }
    warp.copy_groups++;
}

// All groups but the latest `detail` are complete; 255 stands for every copy, committed or not.
void await(Warp &warp, const Instruction &instruction, uint32_t lanes)
{
    const bool everything = instruction.detail == 255;
    const auto is_done = [&](const Warp::Copy &copy) {
        if (!(lanes >> copy.lane & 1)) return false;
        return everything || (copy.group >= 0 && copy.group < warp.copy_groups - instruction.detail);
    };
    Instruction shared = instruction;
    shared.space = Space::shared;
    for (const Warp::Copy &copy : warp.copies) {
        if (!is_done(copy)) continue;
        uint8_t *place =
            warp.locate(shared, copy.lane, copy.target, static_cast<unsigned>(copy.bytes.size()), Use::write);
        std::copy(copy.bytes.begin(), copy.bytes.end(), place);
    }
    warp.copies.erase(std::remove_if(warp.copies.begin(), warp.copies.end(), is_done), warp.copies.end());
}

void decode_copy(Decoder &d)
{
    if (!d.has("async") || d.has("bulk")) d.fail("only cp.async is known");
    if (d.has("commit_group")) {
        d.set_action(commit);
        return;
    }
    if (d.has("wait_group") || d.has("wait_all")) {
        d.instruction.detail = d.has("wait_all") ? 255 : static_cast<uint8_t>(d.operand(0).bits);
        d.set_action(await);
        return;
    }
    // set_address() fills source[0] and offset: first for the global side, whose offset then moves to `target`.
    d.instruction.space = Space::shared;
    d.set_address(1);
    d.instruction.source[1] = d.instruction.source[0];
    d.instruction.target = static_cast<int>(d.instruction.offset);
    d.set_address(0);
    d.instruction.bytes = static_cast<uint8_t>(d.operand(2).bits);
    if (d.operands() > 3) d.instruction.source[2] = d.row_of(d.operand(3));
    d.set_action(issue);
}

} // namespace

void add_copies(DecodeTable &table) { table["cp"] = decode_copy; }

} // namespace ptx
