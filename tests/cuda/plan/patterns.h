/**
 * @file patterns.h
 * Solvers' plans as the core makes them for a device, for structures of any size.
 */
#ifndef TESTS_CUDA_PATTERNS_H
#define TESTS_CUDA_PATTERNS_H

#include <conelet/problem.h>

#include "core/plan.h"

/** Linear constraints A x <= b, P definite. CNL_DENSE: both; CNL_CSC: a diagonal P, three entries in a column of A. */
plan *plan_of(int n, int m, cnl_layout layout);

/** The same, dense, of a solver for calls on floats to an accuracy. */
plan *plan_of_floats(int n, int m, double eps);

/** A linear objective, A dense, m inequalities, by the primal method: an n x n system. */
plan *plan_of_linear(int n, int m);

void plan_free(plan *unwanted);

#endif
