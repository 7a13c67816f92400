/* Fibres: many stacks, one of which runs. Whoever resumes a fibre goes on when the fibre suspends itself. */
#ifndef CUDASIM_FIBRE_H
#define CUDASIM_FIBRE_H

#include <cstddef>

namespace cudasim
{

/** Gives the fibres 0 ... count-1 stacks, unless they have them already. */
void make_fibres(std::size_t count);

/** The fibre's next resumption calls `entry`, which ends with leave_fibre. */
void start_fibre(std::size_t number, void (*entry)());

/** Runs the fibre until it suspends itself. */
void resume_fibre(std::size_t number);

/** Back to whoever resumed this fibre. */
void suspend_fibre();

/** The same, for the last time. */
[[noreturn]] void leave_fibre();

/** @return whether the address is in the stack of the fibre that runs; such memory is its own. */
bool in_own_stack(const void *address);

/** @return whether the address is where a fibre's stack has run over. */
bool in_stack_guard(const void *address);

} // namespace cudasim

#endif
