/**
 * @file solve_command.h
 * `conelet solve`: a problem file in, answers out.
 */
#ifndef CONELET_CLI_SOLVE_COMMAND_H
#define CONELET_CLI_SOLVE_COMMAND_H

/** Run with the arguments after `solve`. @return the exit code */
int solve_command(int count, char **arguments);

#endif
