/* The handler of forbidden accesses: the host in device memory, a kernel beside an allocation, a stack that ran over.
 */
#include "block.h"
#include "fibre.h"
#include "memory.h"
#include "report.h"
#include "shared_memory.h"

#include <csignal>
#include <cstdlib>
#include <cstring>
#include <ucontext.h>

namespace cudasim
{

namespace
{

/* The instruction that faulted, for the message. */
const void *faulting_code(const void *context)
{
#if defined(__x86_64__)
    const ucontext_t *state = static_cast<const ucontext_t *>(context);
    return reinterpret_cast<const void *>(state->uc_mcontext.gregs[REG_RIP]);
#elif defined(__aarch64__)
    const ucontext_t *state = static_cast<const ucontext_t *>(context);
    return reinterpret_cast<const void *>(state->uc_mcontext.pc);
#else
    return context;
#endif
}

void explain_fault(int, siginfo_t *info, void *context)
{
    const void *address = info->si_addr;
    std::string where = source_of(faulting_code(context));
    bool in_kernel = current_thread() != nullptr;
    if (in_stack_guard(address)) {
        fail("the stack of a CUDA thread ran over, in %s: see CUDASIM_STACK", where.c_str());
    }
    if (in_shared_guard(address)) fail("an access beside dynamic shared memory, in %s", where.c_str());
    if (in_device_space(address) && in_kernel) {
        fail("a kernel touched what it may not: %s, in %s", describe_device_address(address), where.c_str());
    }
    if (in_device_space(address)) {
        fail("host code touched device memory: %s, in %s", describe_device_address(address), where.c_str());
    }
    fail("an access to %p, which is nobody's, in %s", address, where.c_str());
}

} // namespace

/* On a stack of its own, since the fault may be a stack that ran over. */
void catch_forbidden_accesses()
{
    static char stack[256 * 1024];
    stack_t alternative;
    std::memset(&alternative, 0, sizeof alternative);
    alternative.ss_sp = stack;
    alternative.ss_size = sizeof stack;
    sigaltstack(&alternative, nullptr);

    struct sigaction action;
    std::memset(&action, 0, sizeof action);
    action.sa_sigaction = explain_fault;
    action.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER;
    sigaction(SIGSEGV, &action, nullptr);
    sigaction(SIGBUS, &action, nullptr);
}

} // namespace cudasim
