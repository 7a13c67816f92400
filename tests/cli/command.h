/**
 * @file command.h
 * Run the built command as a user would: arguments in; exit code, stdout and stderr out.
 */
#ifndef CONELET_TESTS_COMMAND_H
#define CONELET_TESTS_COMMAND_H

/** What a run left. */
typedef struct command_run {
    int exit_code;        /**< -1 if it did not end by itself */
    char output[1 << 16]; /**< stdout, cut if longer */
    char errors[1 << 13]; /**< stderr, cut if longer */
} command_run;

/** Run with these arguments, ended by NULL, in the folder of command_enter(). */
void command_start(command_run *run, const char *const *arguments);

#define CONELET(run, ...) command_start((run), (const char *const[]){__VA_ARGS__, NULL})

/** Go to a new empty folder; all files of the test live there. */
void command_enter(void);

/** Delete the folder. */
void command_leave(void);

/** Write a text file. */
void command_write_text(const char *path, const char *text);

/** The run ended with `exit_code`, and with one line on stderr that holds `part` (none if exit_code < 2). */
void check_run(const command_run *run, int exit_code, const char *part);

#endif
