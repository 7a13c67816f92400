/**
 * @file complain.h
 * How the command ends: its exit codes, and the one sentence on stderr for bad input.
 */
#ifndef CONELET_CLI_COMPLAIN_H
#define CONELET_CLI_COMPLAIN_H

/** Exit codes, part of the contract. */
enum { EXIT_ALL_SOLVED = 0, EXIT_SOME_UNSOLVED = 1, EXIT_BAD_INPUT = 2 };

/** Print "conelet: " and a sentence on stderr. @return EXIT_BAD_INPUT */
int complain(const char *format, ...) __attribute__((format(printf, 1, 2)));

/** Write out what stdout still holds. @return `exit_code`, or EXIT_BAD_INPUT with a sentence if that fails */
int finish_output(int exit_code);

#endif
