// Where an address leads, whether it may be used, and what the access costs.
#include "warp.h"

#include "block.h"

namespace ptx
{

void Warp::fail(FaultKind kind, int lane, const std::string &message) const { fail_at(kind, lane, current, message); }

void Warp::fail_at(FaultKind kind, int lane, int where, const std::string &message) const
{
    const Module &module = execution.module;
    const Description &at = module.descriptions[static_cast<size_t>(where)];
    const Dim &b = execution.block_index;
    std::string text = message + ": kernel " + execution.kernel.name + ", block (" + std::to_string(b.x) + "," +
                       std::to_string(b.y) + "," + std::to_string(b.z) + "), thread " +
                       std::to_string(number * warp_lanes + lane) + ", " + at.text + " in PTX line " +
                       std::to_string(at.line);
    const auto add_place = [&](const char *relation, int file, int line) {
        const auto name = module.source_files.find(file);
        if (name != module.source_files.end()) text += relation + name->second + ":" + std::to_string(line);
    };
    add_place(", ", at.source_file, at.source_line);
    add_place(", inlined at ", at.caller_file, at.caller_line);
    if (execution.launch.seed) text += ", seed " + std::to_string(execution.launch.seed);
    throw Fault(kind, at.line, std::string(name_of(kind)) + ": " + text);
}

static std::string hexadecimal(uint64_t value)
{
    char text[32];
    std::snprintf(text, sizeof text, "0x%llx", static_cast<unsigned long long>(value));
    return text;
}

uint8_t *Warp::locate(const Instruction &instruction, int lane, uint64_t address, unsigned bytes, Use use)
{
    if (address & (bytes - 1)) {
        fail(FaultKind::misaligned, lane,
             "address " + hexadecimal(address) + " for " + std::to_string(bytes) + " bytes");
    }
    Space space = instruction.space;
    if (space == Space::generic) {
        const uint64_t window = address & window_mask;
        space = window == shared_window ? Space::shared : window == local_window ? Space::local : Space::global;
        if (space != Space::global) address &= ~window_mask;
    }
    switch (space) {
    case Space::shared:
        return locate_shared(lane, address, bytes, use);
    case Space::local:
        if (address + bytes > static_cast<uint64_t>(local_stride)) {
            fail(FaultKind::local_bounds, lane, "offset " + std::to_string(address) + " of a thread's own memory");
        }
        return local.data() + lane * local_stride + address;
    case Space::parameter:
        return parameter(lane, static_cast<int64_t>(address));
    case Space::kernel_parameter:
        if (address + bytes > execution.arguments.size()) fail(FaultKind::local_bounds, lane, "past the parameters");
        return execution.arguments.data() + address;
    default:
        return locate_global(instruction, lane, address, bytes, use);
    }
}

uint8_t *Warp::locate_global(const Instruction &, int lane, uint64_t address, unsigned bytes, Use use)
{
    const GlobalMemory::Buffer *buffer = execution.global.find(address, bytes);
    const char *what = use == Use::read ? "a load of " : use == Use::write ? "a store of " : "an atomic on ";
    if (buffer == nullptr) {
        fail(FaultKind::global_bounds, lane,
             what + std::to_string(bytes) + " bytes at " + hexadecimal(address) + ", " +
                 execution.global.describe(address));
    }
    if (use != Use::read && !buffer->writable) fail(FaultKind::read_only, lane, what + buffer->name);
    return reinterpret_cast<uint8_t *>(address);
}

uint8_t *Warp::locate_shared(int lane, uint64_t address, unsigned bytes, Use use)
{
    SharedMemory &shared = block.shared;
    address &= 0xffffffffu; // a 32-bit register holds it as well
    if (address + bytes > shared.size()) {
        fail(FaultKind::shared_bounds, lane,
             "offset " + std::to_string(address) + " of " + std::to_string(shared.size()) + " bytes");
    }
    if (use != Use::write && !shared.is_written(address, bytes)) {
        fail(FaultKind::uninitialised_shared, lane, "shared memory at offset " + std::to_string(address));
    }
    if (use != Use::read) shared.set_written(address, bytes);
    return shared.at(address);
}

// The power of two that a number of sectors fits in.
static uint8_t reach_of(uint64_t sectors)
{
    uint8_t reach = 0;
    while ((uint64_t{1} << reach) < sectors) {
        reach++;
    }
    return reach;
}

void Warp::count_access(const Instruction &instruction, uint32_t lanes, int address_row, int bytes)
{
    if (!execution.launch.count_memory && !execution.is_traced) return;
    if (instruction.space == Space::constant || instruction.space > Space::shared) return; // caches and registers
    uint64_t addresses[warp_lanes];
    int count_of_lanes = 0;
    const uint64_t *base = row(address_row);
    for_lanes(lanes,
              [&](int lane) { addresses[count_of_lanes++] = base[lane] + static_cast<uint64_t>(instruction.offset); });
    Tally &tally = execution.tallies[static_cast<size_t>(current)];
    const bool is_shared = instruction.space == Space::shared ||
                           (instruction.space == Space::generic && (addresses[0] & window_mask) == shared_window);
    TraceEntry *entry = nullptr;
    if (execution.is_traced) entry = &execution.trace.warps[static_cast<size_t>(number)].back();
    if (is_shared) {
        const Wavefronts wavefronts = count_wavefronts(addresses, count_of_lanes, bytes);
        tally.wavefronts += wavefronts.taken;
        tally.ideal_wavefronts += wavefronts.ideal;
        if (entry) entry->wavefronts = static_cast<uint16_t>(wavefronts.taken);
        return;
    }
    const Sectors sectors = count_sectors(addresses, count_of_lanes, bytes);
    tally.sectors += sectors.taken;
    tally.ideal_sectors += sectors.ideal;
    if (entry == nullptr) return;
    entry->wavefronts = static_cast<uint16_t>(sectors.taken);
    for (unsigned i = 0; i < sectors.taken; i++) {
        const auto [known, is_first] = execution.last_touch.emplace(sectors.number[i], 0);
        entry->first_touched += is_first ? 1 : 0;
        if (!is_first) entry->reach = std::max(entry->reach, reach_of(execution.touches - known->second));
        known->second = execution.touches++;
    }
}

void Warp::count_copied(const uint64_t *targets, int lanes, int bytes)
{
    if (!execution.launch.count_memory && !execution.is_traced) return;
    const Wavefronts wavefronts = count_wavefronts(targets, lanes, bytes);
    Tally &tally = execution.tallies[static_cast<size_t>(current)];
    tally.wavefronts += wavefronts.taken;
    tally.ideal_wavefronts += wavefronts.ideal;
    if (!execution.is_traced) return;
    execution.trace.warps[static_cast<size_t>(number)].back().copied = static_cast<uint8_t>(wavefronts.taken);
}

void Warp::record(const Instruction &instruction, uint32_t lanes)
{
    TraceEntry entry = {current, 0, 0, 0, 0, static_cast<uint8_t>(__builtin_popcount(lanes)), 0, 0, false, 0};
    if (instruction.flow == Flow::barrier && lanes) {
        const int lane = first_of(lanes);
        entry.barrier = static_cast<uint8_t>(row(instruction.source[0])[lane]);
        entry.barrier_warps = static_cast<uint8_t>(block.warps_awaited(*this, instruction, lane));
        entry.arrives_only = barrier_kind(instruction) == BarrierKind::arrive;
    }
    if (instruction.space == Space::local && instruction.bytes) {
        entry.wavefronts = static_cast<uint16_t>(instruction.bytes * instruction.elements / 4);
    }
    execution.trace.warps[static_cast<size_t>(number)].push_back(entry);
}

} // namespace ptx
