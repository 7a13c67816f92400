#include "adam.h"

#include <math.h>
#include <stdlib.h>

#include "complain.h"

/* The values of the paper. */
static const double MEAN_DECAY = 0.9;
static const double SQUARE_DECAY = 0.999;
static const double TINY = 1e-8;

bool adam_create(int64_t count, adam *optimiser)
{
    *optimiser = (adam){.count = count};
    optimiser->mean = calloc((size_t)count, sizeof *optimiser->mean);
    optimiser->square = calloc((size_t)count, sizeof *optimiser->square);
    bool is_complete = optimiser->mean && optimiser->square;
    return is_complete || complain("not enough memory for the optimiser");
}

void adam_free(adam *optimiser)
{
    free(optimiser->mean);
    free(optimiser->square);
    *optimiser = (adam){0};
}

void adam_step(adam *optimiser, double rate, const double *gradient, double *parameters)
{
    optimiser->steps++;
    /* The means start at 0; this makes up for it. */
    double mean_share = 1 - pow(MEAN_DECAY, (double)optimiser->steps);
    double square_share = 1 - pow(SQUARE_DECAY, (double)optimiser->steps);
    for (int64_t k = 0; k < optimiser->count; k++) {
        double slope = gradient[k];
        optimiser->mean[k] += (1 - MEAN_DECAY) * (slope - optimiser->mean[k]);
        optimiser->square[k] += (1 - SQUARE_DECAY) * (slope * slope - optimiser->square[k]);
        double typical = sqrt(optimiser->square[k] / square_share);
        parameters[k] -= rate * (optimiser->mean[k] / mean_share) / (typical + TINY);
    }
}
