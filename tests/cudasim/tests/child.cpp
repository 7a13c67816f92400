#include "child.h"

#include "check_cpp.h"

#include <cstdio>
#include <sys/wait.h>
#include <unistd.h>

#include "cudasim/control.h"

child_end run_in_child(const std::function<void()> &work)
{
    int ends[2];
    std::fflush(nullptr);
    if (pipe(ends) != 0) return child_end{-1, "no pipe"};
    pid_t child = fork();
    if (child == 0) {
        dup2(ends[1], STDERR_FILENO);
        close(ends[0]);
        close(ends[1]);
        work();
        std::exit(0);
    }
    close(ends[1]);

    child_end end{-1, ""};
    char piece[4096];
    ssize_t length;
    while ((length = read(ends[0], piece, sizeof piece)) > 0)
        end.errors.append(piece, static_cast<std::size_t>(length));
    close(ends[0]);
    int status = 0;
    if (child > 0 && waitpid(child, &status, 0) == child && WIFEXITED(status)) end.code = WEXITSTATUS(status);
    return end;
}

void check_found(const child_end &child, const char *message)
{
#ifdef __SANITIZE_ADDRESS__
    if (child.code == 1) {
        CHECK_CONTAINS(child.errors.c_str(), "ERROR: AddressSanitizer");
        return;
    }
#endif
    CHECK_INT(child.code, CUDASIM_EXIT_CODE);
    CHECK_CONTAINS(child.errors.c_str(), message);
}
