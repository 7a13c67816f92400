#include "profile.h"

#include "report.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "cudasim/control.h"

namespace cudasim
{

namespace
{

/* What the lanes of a warp access by one execution of one instruction. The n-th time that a lane comes to a place in
   the code goes with the n-th time of the others. */
struct request {
    bool shared = false;
    std::size_t bytes = 0;
    std::vector<std::uintptr_t> addresses;
};

struct line_counts {
    bool shared = false;
    std::uint64_t requests = 0;
    std::uint64_t moved = 0;  /* wavefronts of shared memory, sectors of global memory */
    std::uint64_t needed = 0; /* the fewest that the same bytes could take */
};

struct place_visits {
    std::vector<unsigned> visits; /* by thread of the block */
    std::unordered_map<std::uint64_t, request> requests;
};

std::unordered_map<const void *, place_visits> places;
std::map<std::string, line_counts> lines;
std::unordered_map<const void *, std::string> names;

bool &is_wanted()
{
    static bool wanted = std::getenv("CUDASIM_PROFILE") != nullptr;
    return wanted;
}

/* 32 banks of 4 bytes. Accesses of 8 bytes go by half warps, of 16 by quarters; lanes that want the same word share
   it. */
void count_wavefronts(const request &all, line_counts *counts)
{
    enum { BANKS = 32 };
    std::size_t words = std::max<std::size_t>(all.bytes / 4, 1);
    std::size_t group = std::max<std::size_t>(32 / words, 1);
    for (std::size_t begin = 0; begin < all.addresses.size(); begin += group) {
        std::set<std::uintptr_t> wanted[BANKS];
        std::size_t most = 1;
        for (std::size_t lane = begin; lane < std::min(begin + group, all.addresses.size()); lane++) {
            for (std::size_t word = 0; word < words; word++) {
                std::uintptr_t number = all.addresses[lane] / 4 + word;
                wanted[number % BANKS].insert(number);
                most = std::max(most, wanted[number % BANKS].size());
            }
        }
        counts->moved += most;
        counts->needed++;
    }
}

void count_sectors(const request &all, line_counts *counts)
{
    enum { SECTOR = 32 };
    std::set<std::uintptr_t> sectors;
    std::set<std::uintptr_t> different;
    for (std::uintptr_t address : all.addresses) {
        different.insert(address);
        for (std::uintptr_t at = address / SECTOR; at <= (address + all.bytes - 1) / SECTOR; at++) sectors.insert(at);
    }
    counts->moved += sectors.size();
    counts->needed += (different.size() * all.bytes + SECTOR - 1) / SECTOR;
}

const std::string &name_of(const void *code)
{
    std::string &name = names[code];
    if (name.empty()) name = source_of(code);
    return name;
}

void print_lines()
{
    std::fprintf(stderr, "cudasim: accesses by line: warps' requests, wavefronts or sectors, the fewest possible\n");
    for (const auto &each : lines) {
        const line_counts &counts = each.second;
        std::fprintf(stderr, "cudasim:   %-6s %9llu %9llu %9llu  x%.2f  %s\n", counts.shared ? "shared" : "global",
                     static_cast<unsigned long long>(counts.requests), static_cast<unsigned long long>(counts.moved),
                     static_cast<unsigned long long>(counts.needed),
                     static_cast<double>(counts.moved) / static_cast<double>(counts.needed), each.first.c_str());
    }
}

} // namespace

void profile_access(const memory_access &access, const cuda_thread &thread, bool shared)
{
    if (!is_wanted()) return;
    place_visits &place = places[access.code];
    if (place.visits.size() <= thread.number) place.visits.resize(thread.number + 1, 0);
    std::uint64_t visit = place.visits[thread.number]++;
    request &together = place.requests[std::uint64_t(thread.warp) << 32 | visit];
    together.shared = shared;
    together.bytes = access.bytes;
    together.addresses.push_back(reinterpret_cast<std::uintptr_t>(access.address));
}

void finish_profile_of_block()
{
    if (!is_wanted()) return;
    static const int registered = std::atexit(print_lines);
    (void)registered;
    for (const auto &place : places) {
        for (const auto &each : place.second.requests) {
            const request &together = each.second;
            line_counts &counts = lines[name_of(place.first)];
            counts.shared = together.shared;
            counts.requests++;
            together.shared ? count_wavefronts(together, &counts) : count_sectors(together, &counts);
        }
    }
    places.clear();
}

} // namespace cudasim

void cudasim_profile(int wanted) { cudasim::is_wanted() = wanted != 0; }
