#include "switch.h"

namespace cudasim
{

#if defined(__x86_64__) && !defined(CUDASIM_UCONTEXT)

/* The System V calling convention: rbp, rbx and r12 to r15 belong to the caller. */
__asm__(R"(
    .text
    .globl cudasim_switch_stack
    .hidden cudasim_switch_stack
    .type cudasim_switch_stack, @function
cudasim_switch_stack:
    pushq %rbp
    pushq %rbx
    pushq %r12
    pushq %r13
    pushq %r14
    pushq %r15
    movq %rsp, (%rdi)
    movq %rsi, %rsp
    popq %r15
    popq %r14
    popq %r13
    popq %r12
    popq %rbx
    popq %rbp
    ret
    .size cudasim_switch_stack, .-cudasim_switch_stack
)");

/* What the switch will pop: six registers and the address to return to. Above that stands an address of return for
   `entry` itself, which keeps the stack aligned as after a call. */
void start_execution(execution *fresh, char *stack, std::size_t bytes, void (*entry)())
{
    enum { PRESERVED_REGISTERS = 6 };
    void **top = reinterpret_cast<void **>(stack + bytes);
    *--top = nullptr;
    *--top = reinterpret_cast<void *>(entry);
    for (int i = 0; i < PRESERVED_REGISTERS; i++) *--top = nullptr;
    fresh->stack_pointer = top;
}

#else

void start_execution(execution *fresh, char *stack, std::size_t bytes, void (*entry)())
{
    getcontext(&fresh->context);
    fresh->context.uc_stack.ss_sp = stack;
    fresh->context.uc_stack.ss_size = bytes;
    fresh->context.uc_link = nullptr;
    makecontext(&fresh->context, entry, 0);
}

#endif

} // namespace cudasim
