#include "shared_memory.h"

#include "report.h"
#include "sanitizer.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <link.h>
#include <sys/mman.h>
#include <unistd.h>
#include <vector>

#include "cudasim/shared.h"

namespace cudasim
{

namespace
{

/* Dynamic shared memory ends shortly before a page that nobody may touch; the bytes in between are the guard. */
struct dynamic_part {
    enum { CAPACITY = 256 * 1024, ALIGNMENT = 256, LEAST_GUARD = 64 };
    char *mapping = nullptr;
    char *begin = nullptr;
    std::size_t bytes = 0;

    char *end() const { return begin + bytes; }
    char *limit() const { return mapping + page() + CAPACITY; }
    static std::size_t page()
    {
        static const std::size_t bytes = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
        return bytes;
    }
};

constexpr unsigned char GUARD_BYTE = 0xa5;
constexpr unsigned char POISON_BYTE = 0xff; /* a double of such bytes is NaN */

dynamic_part dynamic;
std::vector<byte_range> statics;

std::vector<find_shared> &modules()
{
    static std::vector<find_shared> all;
    return all;
}

void map_dynamic()
{
    std::size_t page = dynamic_part::page();
    void *mapping =
        mmap(nullptr, dynamic_part::CAPACITY + 2 * page, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (mapping == MAP_FAILED) fail("no memory for shared memory");
    dynamic.mapping = static_cast<char *>(mapping);
    mprotect(dynamic.mapping + page, dynamic_part::CAPACITY, PROT_READ | PROT_WRITE);
}

/* The thread-local storage that holds `wanted`, for the calling thread. */
int find_storage(dl_phdr_info *object, std::size_t, void *wanted)
{
    byte_range *range = static_cast<byte_range *>(wanted);
    for (int i = 0; i < object->dlpi_phnum; i++) {
        if (object->dlpi_phdr[i].p_type != PT_TLS || object->dlpi_tls_data == nullptr) continue;
        char *begin = static_cast<char *>(object->dlpi_tls_data);
        char *end = begin + object->dlpi_phdr[i].p_memsz;
        if (range->begin < begin || range->begin >= end) continue;
        *range = byte_range{begin, end};
        return 1;
    }
    return 0;
}

void find_statics()
{
    statics.clear();
    for (find_shared find : modules()) {
        byte_range range = find();
        if (range.begin == nullptr) continue;
        if (range.begin == range.end) dl_iterate_phdr(find_storage, &range);
        bool known = std::any_of(statics.begin(), statics.end(),
                                 [&](const byte_range &other) { return other.begin == range.begin; });
        if (!known) statics.push_back(range);
    }
}

} // namespace

void *dynamic_shared() { return dynamic.begin; }

void register_module(find_shared find) { modules().push_back(find); }

void unregister_module(find_shared find)
{
    std::vector<find_shared> &all = modules();
    all.erase(std::remove(all.begin(), all.end(), find), all.end());
}

void prepare_shared(std::size_t dynamic_bytes)
{
    if (dynamic.mapping == nullptr) map_dynamic();
    std::size_t wanted = dynamic_bytes + dynamic_part::LEAST_GUARD;
    std::size_t rounded = (wanted + dynamic_part::ALIGNMENT - 1) / dynamic_part::ALIGNMENT * dynamic_part::ALIGNMENT;
    dynamic.begin = dynamic.limit() - rounded;
    dynamic.bytes = dynamic_bytes;
    find_statics();
}

void poison_shared()
{
    char *guard_before = std::max(dynamic.begin - dynamic_part::ALIGNMENT, dynamic.mapping + dynamic_part::page());
    std::size_t bytes_before = static_cast<std::size_t>(dynamic.begin - guard_before);
    std::size_t bytes_after = static_cast<std::size_t>(dynamic.limit() - dynamic.end());
    permit_bytes(guard_before, static_cast<std::size_t>(dynamic.limit() - guard_before));
    std::memset(guard_before, GUARD_BYTE, bytes_before);
    std::memset(dynamic.begin, POISON_BYTE, dynamic.bytes);
    std::memset(dynamic.end(), GUARD_BYTE, bytes_after);
    forbid_bytes(guard_before, bytes_before);
    forbid_bytes(dynamic.end(), bytes_after);

    for (const byte_range &range : statics) {
        std::memset(range.begin, POISON_BYTE, static_cast<std::size_t>(range.end - range.begin));
    }
}

void check_shared_guards()
{
    permit_bytes(dynamic.end(), static_cast<std::size_t>(dynamic.limit() - dynamic.end()));
    for (const char *byte = dynamic.end(); byte < dynamic.limit(); byte++) {
        if (static_cast<unsigned char>(*byte) == GUARD_BYTE) continue;
        fail("dynamic shared memory was overrun: byte %td was written, and there are %zu", byte - dynamic.begin,
             dynamic.bytes);
    }
    char *guard_before = std::max(dynamic.begin - dynamic_part::ALIGNMENT, dynamic.mapping + dynamic_part::page());
    permit_bytes(guard_before, static_cast<std::size_t>(dynamic.begin - guard_before));
    for (const char *byte = guard_before; byte < dynamic.begin; byte++) {
        if (static_cast<unsigned char>(*byte) == GUARD_BYTE) continue;
        fail("dynamic shared memory was underrun: byte %td was written", byte - dynamic.begin);
    }
}

shared_kind classify_shared(const void *address, std::size_t bytes)
{
    const char *byte = static_cast<const char *>(address);
    for (const byte_range &range : statics) {
        if (byte >= range.begin && byte < range.end) return shared_kind::inside;
    }
    if (dynamic.mapping == nullptr || byte < dynamic.mapping || byte >= dynamic.limit()) return shared_kind::none;
    return byte >= dynamic.begin && byte + bytes <= dynamic.end() ? shared_kind::inside : shared_kind::beside;
}

bool in_shared_guard(const void *address)
{
    const char *byte = static_cast<const char *>(address);
    std::size_t page = dynamic_part::page();
    if (dynamic.mapping == nullptr) return false;
    return (byte >= dynamic.mapping && byte < dynamic.mapping + page) ||
           (byte >= dynamic.limit() && byte < dynamic.limit() + page);
}

} // namespace cudasim
