#include "memory.h"

#include "report.h"
#include "sanitizer.h"

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <map>
#include <sys/mman.h>
#include <unistd.h>

#include "cudasim/control.h"

namespace cudasim
{

namespace
{

/* An allocation ends as near to the end of its pages as its alignment allows. */
struct allocation {
    char *begin;
    std::size_t bytes;
    char *pages;
    std::size_t page_bytes;
    int device;
};

constexpr std::size_t ALIGNMENT = 256; /* what cudaMalloc promises */
constexpr unsigned char POISON_BYTE = 0xff;
constexpr unsigned char GUARD_BYTE = 0xa5;

/* All device memory comes from one reserved range. Addresses are not used again, so that memory which was freed stays
   out of bounds. */
struct device_space {
    char *begin = nullptr;
    char *next = nullptr;
    char *end = nullptr;
    std::map<const char *, allocation> alive;
    std::size_t bytes = 0;
    int open_device = -1;
};

device_space space;

std::size_t page()
{
    static const std::size_t bytes = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
    return bytes;
}

std::size_t round_up(std::size_t bytes, std::size_t unit) { return (bytes + unit - 1) / unit * unit; }

void reserve_space()
{
    for (std::size_t gibibytes = 4096; gibibytes >= 1 && space.begin == nullptr; gibibytes /= 4) {
        std::size_t bytes = gibibytes << 30;
        void *range = mmap(nullptr, bytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
        if (range == MAP_FAILED) continue;
        space.begin = static_cast<char *>(range);
        space.next = space.begin + page();
        space.end = space.begin + bytes;
    }
    if (space.begin == nullptr) fail("no address space for device memory");
    catch_forbidden_accesses();
}

void protect(const allocation &memory, int protection)
{
    if (mprotect(memory.pages, memory.page_bytes, protection) != 0) fail("mprotect: no memory for so many allocations");
}

bool written_beside(const allocation &memory)
{
    auto is_guard = [](char byte) { return static_cast<unsigned char>(byte) == GUARD_BYTE; };
    const char *end = memory.pages + memory.page_bytes;
    return !std::all_of(static_cast<const char *>(memory.pages), static_cast<const char *>(memory.begin), is_guard) ||
           !std::all_of(static_cast<const char *>(memory.begin) + memory.bytes, end, is_guard);
}

/* The allocation that an address is in or just behind. */
const allocation *find_allocation(const void *address)
{
    auto after = space.alive.upper_bound(static_cast<const char *>(address));
    return after == space.alive.begin() ? nullptr : &std::prev(after)->second;
}

void check_guards(const allocation &memory)
{
    if (written_beside(memory)) fail("device memory was written beside an allocation of %zu bytes", memory.bytes);
}

void set_access(int device, int protection)
{
    for (auto &each : space.alive) {
        if (each.second.device == device) protect(each.second, protection);
    }
}

} // namespace

void *allocate_device(std::size_t bytes, int device)
{
    if (space.begin == nullptr) reserve_space();
    allocation fresh;
    fresh.page_bytes = round_up(std::max<std::size_t>(bytes, 1), page());
    if (fresh.page_bytes + page() > static_cast<std::size_t>(space.end - space.next)) return nullptr;
    fresh.pages = space.next;
    fresh.begin = fresh.pages + (fresh.page_bytes - bytes) / ALIGNMENT * ALIGNMENT;
    fresh.bytes = bytes;
    fresh.device = device;

    protect(fresh, PROT_READ | PROT_WRITE);
    std::memset(fresh.pages, GUARD_BYTE, fresh.page_bytes);
    std::memset(fresh.begin, POISON_BYTE, bytes);
    if (space.open_device != device) protect(fresh, PROT_NONE);
    space.next += fresh.page_bytes + page();
    space.alive[fresh.begin] = fresh;
    space.bytes += bytes;
    return fresh.begin;
}

bool release_device(void *address)
{
    auto found = space.alive.find(static_cast<char *>(address));
    if (found == space.alive.end()) return false;
    allocation memory = found->second;
    protect(memory, PROT_READ | PROT_WRITE);
    check_guards(memory);
    madvise(memory.pages, memory.page_bytes, MADV_DONTNEED);
    protect(memory, PROT_NONE);
    space.bytes -= memory.bytes;
    space.alive.erase(found);
    return true;
}

bool is_device_memory(const void *address, std::size_t bytes, int *device)
{
    const allocation *memory = find_allocation(address);
    if (memory == nullptr) return false;
    std::size_t offset = static_cast<std::size_t>(static_cast<const char *>(address) - memory->begin);
    if (offset > memory->bytes || bytes > memory->bytes - offset) return false;
    if (device != nullptr) *device = memory->device;
    return true;
}

bool in_device_space(const void *address)
{
    const char *byte = static_cast<const char *>(address);
    return space.begin != nullptr && byte >= space.begin && byte < space.end;
}

std::size_t device_allocations() { return space.alive.size(); }

std::size_t device_bytes() { return space.bytes; }

void check_device_guards()
{
    for (const auto &each : space.alive) {
        if (each.second.device == space.open_device) check_guards(each.second);
    }
}

device_access::device_access(int wanted) : device(space.open_device)
{
    if (wanted == device) return;
    if (device >= 0) set_access(device, PROT_NONE);
    set_access(wanted, PROT_READ | PROT_WRITE);
    space.open_device = wanted;
}

device_access::~device_access()
{
    if (device == space.open_device) return;
    set_access(space.open_device, PROT_NONE);
    if (device >= 0) set_access(device, PROT_READ | PROT_WRITE);
    space.open_device = device;
}

bool device_is_open() { return space.open_device >= 0; }

const char *describe_device_address(const void *address)
{
    static char text[200];
    const allocation *memory = find_allocation(address);
    const char *byte = static_cast<const char *>(address);
    if (memory == nullptr || byte >= memory->pages + memory->page_bytes + page()) {
        return "memory that was freed, or never allocated";
    }
    std::snprintf(text, sizeof text, "byte %td of an allocation of %zu bytes on device %d", byte - memory->begin,
                  memory->bytes, memory->device);
    return text;
}

} // namespace cudasim

void cudasim_visit_allocations(void (*visit)(void *context, void *start, size_t bytes), void *context)
{
    for (const auto &each : cudasim::space.alive) visit(context, each.second.begin, each.second.bytes);
}
