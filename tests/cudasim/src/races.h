/* The race checker: what each word of memory was last used for, and whether that was ordered before its next use. */
#ifndef CUDASIM_RACES_H
#define CUDASIM_RACES_H

#include <cstddef>
#include <cstdint>

namespace cudasim
{

struct memory_access {
    const void *address;
    std::size_t bytes;
    bool writes;
    bool atomic;
    const void *code; /* where the call that told us returns to */
};

/** Called before every access of instrumented code; those of the host, and of a thread to its own stack, are ignored.
 */
void see_access(const memory_access &access);

/** Whether any instrumented code was loaded; without it there is nothing to keep. */
bool checks_races();
void start_checking_races();

/** Prints the races found since the last call, each pair of source lines once in a process. */
void report_races();

} // namespace cudasim

#endif
