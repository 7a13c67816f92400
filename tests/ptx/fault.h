// What goes wrong: a file that cannot be read, and a kernel that does what no kernel may.
#ifndef CONELET_TESTS_PTX_FAULT_H
#define CONELET_TESTS_PTX_FAULT_H

#include <stdexcept>
#include <string>

namespace ptx
{

// The PTX holds something that the interpreter does not know, or the host asked for what the module does not have.
struct Unsupported : std::runtime_error {
    using std::runtime_error::runtime_error;
};

enum class FaultKind {
    global_bounds,        // a global address in no registered buffer
    read_only,            // a store into a buffer that was registered for reading
    shared_bounds,        // outside the static and dynamic shared memory of the launch
    local_bounds,         // outside the thread's own memory
    misaligned,           // an address that its access does not divide
    uninitialised_shared, // a read of shared bytes that nobody wrote
    divergent_barrier,    // a barrier that the threads reach in different places, or only some of them
    deadlock,             // nobody can go on
    mask,                 // a warp instruction whose mask leaves out the caller, or names a lane that reads nothing
    trap,                 // the kernel's own trap or assert
    runaway,              // more instructions than the launch allows
};

const char *name_of(FaultKind kind);

// A kernel broke a rule; what() says where: block, thread, line of the PTX and of the source.
struct Fault : std::runtime_error {
    Fault(FaultKind fault_kind, int line, const std::string &message)
        : std::runtime_error(message), kind(fault_kind), ptx_line(line)
    {
    }
    FaultKind kind;
    int ptx_line;
};

} // namespace ptx

#endif
