/**
 * @file programs.h
 * A batch of programs in plain dense form: what every test starts from, whatever layout the solver is given
 * (stored.h), and what its answers are judged (kkt.h).
 */
#ifndef CONELET_TESTS_PROGRAMS_H
#define CONELET_TESTS_PROGRAMS_H

#include <stdbool.h>
#include <stdint.h>

#include "conelet/conelet.h"
#include "dice.h"

typedef struct programs {
    int64_t batch;
    int32_t n;
    int32_t m;
    cnl_cones cones; /**< q is owned */
    double *P;       /**< [batch, n, n], symmetric */
    double *c;       /**< [batch, n] */
    double *A;       /**< [batch, m, n] */
    double *b;       /**< [batch, m] */
    double *x;       /**< [batch, n] a solution known beforehand, where the recipe says so; else zeros */
    double *y;       /**< [batch, m] */
    double *s;       /**< [batch, m] */
} programs;

/** All numbers zero. m is the sum of the cones; they are copied. */
programs programs_create(int64_t batch, int32_t n, const cnl_cones *cones);
void programs_free(programs *all);

/** Problem i of `to` becomes a copy of problem j of `from`, of the same sizes. */
void programs_copy(programs *to, int64_t i, const programs *from, int64_t j);

/** @return all problems i with i % step == place left out. */
programs programs_without(const programs *all, int64_t step, int64_t place);

double *programs_P(const programs *all, int64_t i);
double *programs_c(const programs *all, int64_t i);
double *programs_A(const programs *all, int64_t i);
double *programs_b(const programs *all, int64_t i);

/** The structure and the numbers, dense, borrowed: what answers are judged by. */
cnl_structure programs_structure(const programs *all);
cnl_data programs_data(const programs *all);

/** The same programs, dense, from another layout. */
programs programs_from(const cnl_structure *structure, const cnl_data *data, int64_t batch);

/** @return the number of rows in the cones. */
int32_t cones_rows(const cnl_cones *cones);

/** @return the first row of second-order cone k. */
int32_t cones_q_start(const cnl_cones *cones, int32_t k);

/** OptNet: L ~ U(0,1), P = LL' + 1e-3 I; c, A, x0 ~ N; b = A x0 + s0, s0 ~ U(0,1). m inequalities. */
programs optnet_programs(int64_t batch, int32_t n, int32_t m, uint64_t seed);

/** What known_programs() makes. */
typedef struct known_recipe {
    int64_t batch;
    int32_t n;
    cnl_cones cones;
    int32_t rank;   /**< of P: 0 = linear program */
    double ridge;   /**< times the identity is added to P */
    double density; /**< of A, and of the factor of P; the pattern is common to the batch */
    uint64_t seed;
    int64_t first; /**< problem i is number first + i of the seed */
} known_recipe;

/**
 * Programs whose solution is chosen first: x ~ N; every row or cone active, inactive or (second-order) on its boundary
 * with a margin of 0.1 on either side, so that the solution is strictly complementary; then b = Ax + s and
 * c = -Px - A'y. At most n rows are active; a linear program (rank 0) has as many active as it can.
 */
programs known_programs(const known_recipe *recipe);

/** Give problem i a certificate y in the interior of K*: A'y = 0, b'y = -1. Written to y. */
void make_primal_infeasible(programs *all, int64_t i, uint64_t seed);

/** Give problem i a feasible point and a direction d of descent: Pd = 0, c'd = -1, -Ad in the interior of K.
    Written to x and s. */
void make_unbounded(programs *all, int64_t i, uint64_t seed);

#endif
