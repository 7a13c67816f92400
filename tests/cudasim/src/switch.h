/* How a processor goes from one stack to another. */
#ifndef CUDASIM_SWITCH_H
#define CUDASIM_SWITCH_H

#include <cstddef>

#if !defined(__x86_64__) || defined(CUDASIM_UCONTEXT)
#include <ucontext.h>
#endif

namespace cudasim
{

#if defined(__x86_64__) && !defined(CUDASIM_UCONTEXT)

/* The stack pointer says it all: the registers that a call preserves are on the stack. */
struct execution {
    void *stack_pointer;
};

extern "C" void cudasim_switch_stack(void **save, void *other);

inline void switch_execution(execution *from, execution *to)
{
    cudasim_switch_stack(&from->stack_pointer, to->stack_pointer);
}

#else

struct execution {
    ucontext_t context;
};

inline void switch_execution(execution *from, execution *to) { swapcontext(&from->context, &to->context); }

#endif

/** An execution that calls `entry` on an empty stack. */
void start_execution(execution *fresh, char *stack, std::size_t bytes, void (*entry)());

} // namespace cudasim

#endif
