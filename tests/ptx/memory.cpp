#include "memory.h"

#include <algorithm>
#include <cstring>

namespace ptx
{

void GlobalMemory::add(const std::string &name, const void *start, size_t bytes, bool writable)
{
    const uint64_t address = reinterpret_cast<uint64_t>(start);
    const Buffer buffer = {name, address, address + bytes, writable};
    const auto place = std::upper_bound(buffers.begin(), buffers.end(), buffer,
                                        [](const Buffer &a, const Buffer &b) { return a.start < b.start; });
    buffers.insert(place, buffer);
}

void GlobalMemory::remove(const void *start)
{
    const uint64_t address = reinterpret_cast<uint64_t>(start);
    const auto is_it = [address](const Buffer &b) { return b.start == address; };
    buffers.erase(std::remove_if(buffers.begin(), buffers.end(), is_it), buffers.end());
    last = 0;
}

const GlobalMemory::Buffer *GlobalMemory::find(uint64_t address, uint64_t bytes) const
{
    const auto holds = [=](const Buffer &b) { return address >= b.start && address + bytes <= b.past; };
    if (last < buffers.size() && holds(buffers[last])) return &buffers[last];
    for (size_t i = 0; i < buffers.size(); i++) {
        if (holds(buffers[i])) {
            last = i;
            return &buffers[i];
        }
    }
    return nullptr;
}

std::string GlobalMemory::describe(uint64_t address) const
{
    const Buffer *nearest = nullptr;
    uint64_t distance = ~0ull;
    for (const Buffer &b : buffers) {
        const uint64_t gap = address < b.start ? b.start - address : address >= b.past ? address - b.past : 0;
        if (gap < distance) {
            distance = gap;
            nearest = &b;
        }
    }
    constexpr uint64_t near_enough = 1 << 20;
    if (nearest == nullptr || distance > near_enough) return "far from every buffer";
    const std::string bytes = std::to_string(distance) + " bytes ";
    if (address < nearest->start) return bytes + "before " + nearest->name;
    if (address >= nearest->past) return bytes + "past the end of " + nearest->name;
    return "across the end of " + nearest->name;
}

// Fresh memory holds NaN of an odd kind, so that a result which uses it anyway shows.
void SharedMemory::reset(size_t count)
{
    bytes.assign(count, 0xff);
    written.assign(count, 0);
}

bool SharedMemory::is_written(uint64_t offset, uint64_t count) const
{
    return std::memchr(written.data() + offset, 0, count) == nullptr;
}

void SharedMemory::set_written(uint64_t offset, uint64_t count, bool value)
{
    std::memset(written.data() + offset, value ? 1 : 0, count);
}

Wavefronts count_wavefronts(const uint64_t *addresses, int lanes, int bytes)
{
    constexpr int banks = 32;
    constexpr int most_words = 32 * 4; // four words for each lane, at worst in one bank
    uint64_t words[banks][most_words];
    unsigned used[banks] = {};
    unsigned distinct = 0;
    unsigned busiest = 0;
    const int words_each = bytes > 4 ? bytes / 4 : 1;
    for (int lane = 0; lane < lanes; lane++) {
        for (int k = 0; k < words_each; k++) {
            const uint64_t word = addresses[lane] / 4 + static_cast<uint64_t>(k);
            uint64_t *in_bank = words[word % banks];
            unsigned &count = used[word % banks];
            if (std::find(in_bank, in_bank + count, word) != in_bank + count) continue;
            in_bank[count++] = word;
            distinct++;
            busiest = std::max(busiest, count);
        }
    }
    return {busiest, (distinct + banks - 1) / banks};
}

Sectors count_sectors(const uint64_t *addresses, int lanes, int bytes)
{
    Sectors result = {0, 0, {}};
    uint64_t sorted[32];
    std::copy(addresses, addresses + lanes, sorted);
    std::sort(sorted, sorted + lanes);
    unsigned distinct = 0;
    for (int lane = 0; lane < lanes; lane++) {
        if (lane == 0 || sorted[lane] != sorted[lane - 1]) distinct++;
        for (uint64_t end : {sorted[lane] / 32, (sorted[lane] + static_cast<uint64_t>(bytes) - 1) / 32}) {
            if (result.taken == 0 || result.number[result.taken - 1] < end) result.number[result.taken++] = end;
        }
    }
    result.ideal = (distinct * static_cast<unsigned>(bytes) + 31) / 32;
    return result;
}

} // namespace ptx
