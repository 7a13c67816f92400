/**
 * @file differences.h
 * Gradients by finite differences: every number of a datum moved, all in one batch, and the programs solved again.
 */
#ifndef CONELET_TESTS_DIFFERENCES_H
#define CONELET_TESTS_DIFFERENCES_H

#include "stored.h"

typedef enum datum { DATUM_P, DATUM_C, DATUM_A, DATUM_B, DATUM_COUNT } datum;

/** "P", "c", "A", "b". */
const char *datum_word(datum which);

/** One datum's array of some data, its stride and its numbers per problem. */
typedef struct datum_view {
    const double *numbers;
    int64_t stride;
    int64_t length;
} datum_view;

datum_view datum_of(const stored *kept, const cnl_data *data, datum which);

/**
 * gradient [length] = d(<dx, x> + <dy, y> + <ds, s>) / d(every number of one datum of problem i), by central
 * differences of the fourth order. The moved programs are solved with these settings (checked).
 *
 * @return whether the calls returned CNL_OK
 */
bool differences(const cnl_context *context, const cnl_settings *settings, const stored *kept, int64_t i, datum which,
                 const double *dx, const double *dy, const double *ds, double *gradient);

#endif
