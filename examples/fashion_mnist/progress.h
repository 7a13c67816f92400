/**
 * @file progress.h
 * How training goes: a bar that moves where stdout is a terminal, otherwise a line whenever the accuracy was measured.
 */
#ifndef FASHION_PROGRESS_H
#define FASHION_PROGRESS_H

#include "training.h"

/** What is on the screen. */
typedef struct progress {
    const char *title;
    int64_t steps;
    bool is_terminal;
    bool is_tested;    /**< an accuracy is known */
    double last_drawn; /**< seconds; 0 = never */
} progress;

/** Start with a title. */
progress progress_begin(const char *title, int64_t steps);

/** Show what was reached after `done` steps; is_tested says that the accuracy is new. */
void progress_show(progress *shown, int64_t done, bool is_tested, const training_outcome *so_far);

/** Leave the last state on the screen and go on to the next line. */
void progress_end(const progress *shown);

/** @return programs solved and, but for the frozen layer, differentiated per second of the layer's time */
double progress_layers_per_second(const layer_tally *layer);

#endif
