/* How the simulator says what it found. */
#ifndef CUDASIM_REPORT_H
#define CUDASIM_REPORT_H

#include <string>

namespace cudasim
{

/** Prints "cudasim: ...", the place in the kernel that is running, and the seed; ends the process. */
[[noreturn]] void fail(const char *format, ...) __attribute__((format(printf, 1, 2)));

/** "function at file:line" of a code address, as far as addr2line can tell. */
std::string source_of(const void *code);

} // namespace cudasim

#endif
