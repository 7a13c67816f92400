/* A bug is shown to the simulator in a child process, since finding one ends the process. */
#ifndef CUDASIM_TESTS_CHILD_H
#define CUDASIM_TESTS_CHILD_H

#include <cstdint>
#include <functional>
#include <string>

struct child_end {
    int code;           /* what it exited with; -1 if a signal ended it */
    std::string errors; /* what it wrote to stderr */
};

/** Runs `work` in a child process that exits with 0 after it. */
child_end run_in_child(const std::function<void()> &work);

/** Checks that the simulator ends such a process, and says `message`. Under AddressSanitizer its report will do too. */
void check_found(const child_end &child, const char *message);

#endif
