/**
 * @file bench_command.h
 * `conelet bench`: how fast, how accurate, how near the machine's peak.
 */
#ifndef CONELET_CLI_BENCH_COMMAND_H
#define CONELET_CLI_BENCH_COMMAND_H

/** Run with the arguments after `bench`. @return the exit code */
int bench_command(int count, char **arguments);

#endif
