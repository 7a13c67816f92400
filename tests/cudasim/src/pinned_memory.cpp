/* Host memory that a device may read and write at any time: such copies are truly asynchronous. */
#include "memory.h"

#include <cstdlib>
#include <cstring>
#include <map>

namespace cudasim
{

namespace
{

std::map<const char *, std::size_t> pinned;

} // namespace

void *allocate_pinned(std::size_t bytes)
{
    char *memory = static_cast<char *>(std::malloc(bytes > 0 ? bytes : 1));
    if (memory == nullptr) return nullptr;
    std::memset(memory, 0xff, bytes);
    pinned[memory] = bytes;
    return memory;
}

bool release_pinned(void *address)
{
    if (pinned.erase(static_cast<char *>(address)) == 0) return false;
    std::free(address);
    return true;
}

bool is_pinned(const void *address, std::size_t bytes)
{
    const char *byte = static_cast<const char *>(address);
    auto after = pinned.upper_bound(byte);
    if (after == pinned.begin()) return false;
    auto memory = std::prev(after);
    return byte + bytes <= memory->first + memory->second;
}

std::size_t pinned_allocations() { return pinned.size(); }

} // namespace cudasim
