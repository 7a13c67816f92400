/* Constants of dual_interior_point.h that depend on the system's form. */
#ifndef ENGINE_DUAL_TUNE_H
#define ENGINE_DUAL_TUNE_H

#include "precision.h"

/* By columns r - V u cancels in rows with a small D, most of all in zero rows, whose D is delta alone: there it must be
   larger, and their y converges like a proximal iteration's. The start's theta and the size of its s were fitted, by
   rows to m = n, by columns to m = 2 n ... 40 n: where most rows are inactive s is better small. */
FN void dual_tune(dual *v)
{
    v->regularisation = v->by_columns ? 1e-8 : DUAL_REGULARISATION;
    v->start_diagonal = v->by_columns ? 0.006 : 0.05;
    v->start_slack = v->by_columns ? 0.003 : 0.05;
}

#endif
