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

/** A linear objective, A dense, m inequalities, by the primal method: an n x n system. */
plan *plan_of_linear(int n, int m);

void plan_free(plan *unwanted);

#endif
