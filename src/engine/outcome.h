/* What an algorithm says of each problem of a team: masks over the lanes, at most one of them set. */
#ifndef ENGINE_OUTCOME_H
#define ENGINE_OUTCOME_H

typedef struct outcome {
    mask solved;
    mask almost_solved;
    mask primal_infeasible;
    mask dual_infeasible;
    mask iteration_limit; /* neither: a numerical error, or bad data; in a definite route: not for this route */
    real iterations;
    real objective;
    real primal, dual, gap; /* residuals as the user sees them */
} outcome;

FN outcome outcome_open(void)
{
    outcome out = {.iterations = zero(), .objective = zero(), .primal = zero(), .dual = zero(), .gap = zero()};
    out.solved = out.almost_solved = out.primal_infeasible = out.dual_infeasible = out.iteration_limit = none();
    return out;
}

#endif
