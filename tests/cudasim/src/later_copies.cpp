#include "block.h"
#include "races.h"
#include "report.h"
#include "shared_memory.h"

#include <cstdint>
#include <cstring>

#include "cudasim/copy.h"

namespace cudasim
{

namespace
{

bool is_multiple(const void *address, std::size_t of) { return reinterpret_cast<std::uintptr_t>(address) % of == 0; }

void check_copy(const void *shared, const void *from, std::size_t bytes, std::size_t given)
{
    if (bytes != 4 && bytes != 8 && bytes != 16) fail("a copy of %zu bytes: there are those of 4, 8 and 16", bytes);
    if (given > bytes) fail("a copy of %zu bytes, of which %zu are read", bytes, given);
    if (!is_multiple(shared, bytes) || !is_multiple(from, bytes)) {
        fail("a copy of %zu bytes from %p to %p: one of them is no multiple", bytes, from, shared);
    }
    if (classify_shared(shared, bytes) != shared_kind::inside) fail("a copy to %p, which is not shared memory", shared);
}

/* Which of two copies to one place arrives last is nobody's promise. */
void check_overlap(const cuda_thread &self, const char *shared, std::size_t bytes)
{
    for (const later_copy &other : self.copies) {
        const char *place = static_cast<const char *>(other.shared);
        if (shared < place + other.bytes && place < shared + bytes)
            fail("a copy to %p, where another one is under way to", shared);
    }
}

/* The race checker takes a copy for an access when it is asked for and for another when it arrives. */
void see(const void *address, std::size_t bytes, bool writes, const void *code)
{
    if (bytes > 0 && checks_races()) see_access(memory_access{address, bytes, writes, false, code});
}

} // namespace

} // namespace cudasim

/* A call returns behind its line; the byte before is in it. */
#define CALLER (static_cast<const char *>(__builtin_return_address(0)) - 1)

void cudasim_copy_later(void *shared, const void *from, std::size_t bytes, std::size_t given, cudasim::place where)
{
    cudasim::cuda_thread *self = cudasim::current_thread();
    if (self == nullptr) cudasim::fail("a copy to shared memory outside a kernel, at %s:%d", where.file, where.line);
    self->where = where;
    cudasim::check_copy(shared, from, bytes, given);
    cudasim::check_overlap(*self, static_cast<const char *>(shared), bytes);
    cudasim::see(from, given, false, CALLER);
    cudasim::see(shared, bytes, true, CALLER);
    std::memset(shared, 0xff, bytes);
    self->copies.push_back({shared, from, bytes, given, CALLER});
}

void cudasim_await_copies()
{
    cudasim::cuda_thread *self = cudasim::current_thread();
    if (self == nullptr) cudasim::fail("copies are awaited outside a kernel");
    for (const cudasim::later_copy &copy : self->copies) {
        cudasim::see(copy.from, copy.given, false, copy.code);
        cudasim::see(copy.shared, copy.bytes, true, copy.code);
        char *to = static_cast<char *>(copy.shared);
        std::memcpy(to, copy.from, copy.given);
        std::memset(to + copy.given, 0, copy.bytes - copy.given);
    }
    self->copies.clear();
}
