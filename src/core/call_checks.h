/**
 * @file call_checks.h
 * What the calls on doubles and on floats refuse alike, with a sentence in the solver.
 */
#ifndef CORE_CALL_CHECKS_H
#define CORE_CALL_CHECKS_H

#include "solver.h"

/** The arguments of a solve; `status` is the solution's or NULL. Of `data` only strides and NULLs count. */
cnl_status check_solve(cnl_solver *solver, int64_t batch, const cnl_data *data, const int32_t *status);

/** What both derivatives ask for; they say themselves what they differentiate along. */
cnl_status check_derivative(cnl_solver *solver, int64_t batch, const cnl_data *data);

#endif
