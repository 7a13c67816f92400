#include "fibre.h"

#include "report.h"
#include "sanitizer.h"
#include "switch.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <sys/mman.h>
#include <unistd.h>
#include <vector>

namespace cudasim
{

namespace
{

struct fibre {
    execution state;
    char *stack; /* above a page that nobody may touch */
    void *fake_frames;
};

/* The execution that resumes fibres, and its stack, which the sanitizer tells us when we leave it. */
struct resumer {
    execution state;
    const void *stack;
    std::size_t stack_bytes;
};

std::vector<fibre> fibres;
fibre *running;
resumer outside;

std::size_t page_bytes()
{
    static const std::size_t bytes = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
    return bytes;
}

std::size_t stack_bytes()
{
    static const std::size_t bytes = [] {
        const char *kibibytes = std::getenv("CUDASIM_STACK");
        std::size_t wanted = kibibytes != nullptr ? std::strtoul(kibibytes, nullptr, 10) : 256;
        return (wanted * 1024 + page_bytes() - 1) / page_bytes() * page_bytes();
    }();
    return bytes;
}

char *make_stack()
{
    void *memory = mmap(nullptr, page_bytes() + stack_bytes(), PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (memory == MAP_FAILED) fail("no memory for the stack of a CUDA thread: %s", std::strerror(errno));
    mprotect(memory, page_bytes(), PROT_NONE);
    return static_cast<char *>(memory) + page_bytes();
}

/* If all stacks began at the same place in their pages, those of a block would displace each other from the cache. */
std::size_t unused_above(std::size_t number)
{
    enum { STEP = 256, STEPS = 16 };
    return number % STEPS * STEP;
}

/* Where a fibre begins. */
void (*entry_of_fibre)();
void enter()
{
    after_switch(nullptr, &outside.stack, &outside.stack_bytes);
    entry_of_fibre();
    std::abort();
}

__attribute__((noinline)) void switch_outside(void **fake_frames)
{
    fibre *self = running;
    before_switch(fake_frames, outside.stack, outside.stack_bytes);
    switch_execution(&self->state, &outside.state);
    after_switch(self->fake_frames, &outside.stack, &outside.stack_bytes);
}

} // namespace

void make_fibres(std::size_t count)
{
    while (fibres.size() < count) fibres.push_back(fibre{execution(), make_stack(), nullptr});
}

void start_fibre(std::size_t number, void (*entry)())
{
    fibre &fresh = fibres[number];
    entry_of_fibre = entry;
    fresh.fake_frames = nullptr;
    permit_bytes(fresh.stack, stack_bytes());
    start_execution(&fresh.state, fresh.stack, stack_bytes() - unused_above(number), enter);
}

__attribute__((noinline)) void resume_fibre(std::size_t number)
{
    void *fake_frames = nullptr;
    running = &fibres[number];
    before_switch(&fake_frames, running->stack, stack_bytes());
    switch_execution(&outside.state, &running->state);
    after_switch(fake_frames, nullptr, nullptr);
    running = nullptr;
}

void suspend_fibre() { switch_outside(&running->fake_frames); }

void leave_fibre()
{
    switch_outside(nullptr);
    std::abort();
}

bool in_own_stack(const void *address)
{
    if (running == nullptr) return false;
    const char *byte = static_cast<const char *>(address);
    return byte >= running->stack && byte < running->stack + stack_bytes();
}

bool in_stack_guard(const void *address)
{
    const char *byte = static_cast<const char *>(address);
    for (const fibre &each : fibres) {
        if (byte >= each.stack - page_bytes() && byte < each.stack) return true;
    }
    return false;
}

} // namespace cudasim
