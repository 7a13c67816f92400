/**
 * @file progress.h
 * A progress bar on stderr for calls that take a while: only on a terminal, and only after a moment.
 */
#ifndef CONELET_CLI_PROGRESS_H
#define CONELET_CLI_PROGRESS_H

#include <stdbool.h>

#include <conelet/conelet.h>

/** A bar; lives as long as the call it watches. */
typedef struct progress_bar {
    double start;
    double last_drawn;
    bool is_drawn;
} progress_bar;

/** Let the bar watch the solver's calls from now on; does nothing unless stderr is a terminal. */
void progress_watch(progress_bar *bar, cnl_solver *solver);

/** Wipe the bar out if it was drawn, and stop watching. */
void progress_end(progress_bar *bar, cnl_solver *solver);

/** @return seconds of a clock that only moves forward. */
double seconds_now(void);

#endif
