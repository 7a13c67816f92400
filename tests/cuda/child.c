#include "child.h"

#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static void become(const char *const *arguments, const variable *variables, int output)
{
    for (; variables->name != NULL; variables++) {
        if (variables->value != NULL)
            setenv(variables->name, variables->value, 1);
        else
            unsetenv(variables->name);
    }
    dup2(output, STDOUT_FILENO);
    dup2(output, STDERR_FILENO);
    execv(arguments[0], (char *const *)arguments);
    _exit(127);
}

static void read_all(int from, char *text, size_t room)
{
    size_t used = 0;
    ssize_t got;
    char rest[512];
    while ((got = used + 1 < room ? read(from, text + used, room - 1 - used) : read(from, rest, sizeof rest)) > 0)
        if (used + 1 < room) used += (size_t)got;
    text[used] = '\0';
}

void child_start(child_run *run, const char *const *arguments, const variable *variables)
{
    int ends[2];
    memset(run, 0, sizeof *run);
    run->exit_code = -1;
    if (pipe(ends) != 0) return;
    pid_t child = fork();
    if (child == 0) become(arguments, variables, ends[1]);
    close(ends[1]);
    read_all(ends[0], run->output, sizeof run->output);
    close(ends[0]);
    int status;
    if (child > 0 && waitpid(child, &status, 0) == child && WIFEXITED(status)) run->exit_code = WEXITSTATUS(status);
}
