#include "races.h"

#include "block.h"
#include "fibre.h"
#include "memory.h"
#include "profile.h"
#include "race_clock.h"
#include "race_shadow.h"
#include "report.h"
#include "shared_memory.h"

#include <cstdio>
#include <cstdlib>
#include <set>
#include <unistd.h>
#include <utility>
#include <vector>

#include "cudasim/control.h"

namespace cudasim
{

namespace
{

struct race {
    word_use earlier;
    word_use later;
    bool earlier_writes;
    bool later_writes;
    bool shared;
};

struct race_book {
    bool instrumented = false;
    std::uint64_t accesses = 0;
    std::vector<race> found; /* and not yet reported */
    std::set<std::pair<std::uint32_t, std::uint32_t>> pairs;
    std::size_t reported = 0;
};

race_book &book()
{
    static race_book only;
    return only;
}

/* Blocks of a grid are never ordered; what an earlier grid did is over, and shared memory is new for each block. */
bool is_over(const word_use &use, bool shared)
{
    if (!use.exists()) return true;
    return shared ? use.block_run != block_run_now() : use.block_run < first_block_run_of_grid();
}

bool happened_before(const word_use &use, const word_use &now, bool shared)
{
    if (is_over(use, shared)) return true;
    return use.block_run == now.block_run && is_ordered(use.stamp, use.thread, now.thread);
}

bool conflicts(const word_use &use, const word_use &now, bool shared)
{
    bool both_atomic = use.atomic && now.atomic;
    return (use.bytes & now.bytes) != 0 && !both_atomic && !happened_before(use, now, shared);
}

void note_race(const race &fresh)
{
    if (book().pairs.emplace(fresh.earlier.code, fresh.later.code).second) book().found.push_back(fresh);
}

/* A read replaces those that happened before it: who is ordered after it is ordered after them. If too many are left,
   it takes the place of one by its own warp, or of the last one. */
void remember_read(word_shadow *shadow, const word_use &now, bool shared)
{
    word_use *place = &shadow->reads[word_shadow::READS - 1];
    for (word_use &read : shadow->reads) {
        bool same_warp = read.block_run == now.block_run && read.thread / 32 == now.thread / 32;
        if (happened_before(read, now, shared)) read = word_use();
        if (same_warp && place->exists()) place = &read;
    }
    for (word_use &read : shadow->reads) {
        if (!read.exists()) place = &read;
    }
    *place = now;
}

void see_word(word_shadow *shadow, const word_use &now, bool writes, bool shared)
{
    if (conflicts(shadow->write, now, shared)) note_race(race{shadow->write, now, true, writes, shared});
    if (!writes) {
        remember_read(shadow, now, shared);
        return;
    }
    for (word_use &read : shadow->reads) {
        if (conflicts(read, now, shared)) note_race(race{read, now, false, true, shared});
        if (happened_before(read, now, shared)) read = word_use();
    }
    shadow->write = now;
}

/* What no schedule and no guard page may see: reads beside an allocation or of bytes that nobody wrote. */
void check_bounds(const memory_access &access, shared_kind shared)
{
    const char *verb = access.writes ? "wrote" : "read";
    if (shared == shared_kind::beside) {
        fail("a kernel %s beside dynamic shared memory, in %s", verb, source_of(access.code).c_str());
    }
    if (in_device_space(access.address) && !is_device_memory(access.address, access.bytes)) {
        fail("a kernel %s what it may not: %s, in %s", verb, describe_device_address(access.address),
             source_of(access.code).c_str());
    }
}

void check_initialised(const word_shadow &shadow, const memory_access &access)
{
    if (access.writes || !is_over(shadow.write, true)) return;
    fail("a kernel read shared memory that its block has not written, in %s", source_of(access.code).c_str());
}

unsigned bytes_in_word(std::uintptr_t word, std::uintptr_t begin, std::uintptr_t end)
{
    unsigned mask = 0;
    for (unsigned byte = 0; byte < 4; byte++) mask |= (word + byte >= begin && word + byte < end) << byte;
    return mask;
}

std::string describe_use(const word_use &use, bool writes)
{
    char text[100];
    std::snprintf(text, sizeof text, "%s%s by thread %u of block run %u", use.atomic ? "atomic " : "",
                  writes ? "write" : "read", use.thread, use.block_run - first_block_run_of_grid());
    return source_of(code_of_number(use.code)) + ": " + text;
}

/* A test that does not ask for the races must fail all the same. */
void fail_at_exit()
{
    if (book().reported == 0) return;
    std::fprintf(stderr, "cudasim: %zu races were reported\n", book().reported);
    std::fflush(nullptr);
    _exit(CUDASIM_EXIT_CODE);
}

} // namespace

bool checks_races() { return book().instrumented; }

void start_checking_races() { book().instrumented = true; }

void see_access(const memory_access &access)
{
    const cuda_thread *self = current_thread();
    if (self == nullptr || in_own_stack(access.address)) return;
    shared_kind shared = classify_shared(access.address, access.bytes);
    bool is_shared = shared != shared_kind::none;
    check_bounds(access, shared);
    book().accesses++;
    profile_access(access, *self, is_shared);

    word_use now;
    now.block_run = block_run_now();
    now.stamp = stamp_now();
    now.thread = static_cast<std::uint16_t>(self->number);
    now.atomic = access.atomic;
    now.code = number_of_code(access.code);
    std::uintptr_t begin = reinterpret_cast<std::uintptr_t>(access.address);
    std::uintptr_t end = begin + access.bytes;
    for (std::uintptr_t word = begin & ~std::uintptr_t(3); word < end; word += 4) {
        now.bytes = static_cast<std::uint8_t>(bytes_in_word(word, begin, end));
        word_shadow &shadow = shadow_of(word);
        if (is_shared) check_initialised(shadow, access);
        see_word(&shadow, now, access.writes, is_shared);
    }
}

void report_races()
{
    static const int registered = std::atexit(fail_at_exit);
    (void)registered;
    for (const race &each : book().found) {
        book().reported++;
        std::fprintf(stderr, "cudasim: race in %s memory, kernel %s\ncudasim:   %s\ncudasim:   %s\n",
                     each.shared ? "shared" : "global", source_of(running_kernel()).c_str(),
                     describe_use(each.earlier, each.earlier_writes).c_str(),
                     describe_use(each.later, each.later_writes).c_str());
    }
    book().found.clear();
}

} // namespace cudasim

std::size_t cudasim_races(void) { return cudasim::book().reported; }

void cudasim_forget_races(void)
{
    cudasim::book().reported = 0;
    cudasim::book().pairs.clear();
}

std::uint64_t cudasim_accesses_seen(void) { return cudasim::book().accesses; }
