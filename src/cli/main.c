/* The command `conelet`. */

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include <conelet/conelet.h>

#include "bench_command.h"
#include "complain.h"
#include "help.h"
#include "solve_command.h"

static bool asks_for_help(const char *argument)
{
    return strcmp(argument, "--help") == 0 || strcmp(argument, "-h") == 0;
}

static bool any_asks_for_help(int count, char **arguments)
{
    for (int i = 0; i < count; i++) {
        if (strcmp(arguments[i], "--") == 0) return false;
        if (asks_for_help(arguments[i])) return true;
    }
    return false;
}

static int print_version(void)
{
    printf("conelet %s\n", cnl_version());
    return finish_output(EXIT_ALL_SOLVED);
}

int main(int argc, char **argv)
{
    if (argc < 2) return complain("a command is expected: solve, bench or help; see \"conelet help\"");
    const char *command = argv[1];
    int count = argc - 2;
    char **arguments = argv + 2;

    if (asks_for_help(command)) return help_command(NULL);
    if (strcmp(command, "help") == 0) return help_command(count > 0 ? arguments[0] : NULL);
    if (strcmp(command, "--version") == 0) return print_version();
    if (strcmp(command, "solve") == 0) {
        return any_asks_for_help(count, arguments) ? help_command("solve") : solve_command(count, arguments);
    }
    if (strcmp(command, "bench") == 0) {
        return any_asks_for_help(count, arguments) ? help_command("bench") : bench_command(count, arguments);
    }
    return complain("there is no command \"%s\"; see \"conelet help\"", command);
}
