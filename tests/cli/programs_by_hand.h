/**
 * @file programs_by_hand.h
 * Problem files whose answers are worked out by hand.
 */
#ifndef CONELET_TESTS_PROGRAMS_BY_HAND_H
#define CONELET_TESTS_PROGRAMS_BY_HAND_H

/**
 * minimise |x|^2/2 subject to x0 + x1 = b, for b = 1 and 3, with A shared, b per problem, P and c shared:
 * x = (b/2, b/2), y = -b/2, objective b^2/4. The offsets are 10 and 20.
 */
void write_equality(const char *path);

/** The same with P as the upper triangle and A both in CSC, the problems of batch 1 with b = 1, c = (-1, 0): x = (1,
   0), y = 0. */
void write_equality_sparse(const char *path);

/** Projection of (2, -3, 1/4) onto the box [-1, 1]^3: x = (1, -1, 1/4). One problem; c has the batch axis. */
void write_box(const char *path);

/** Projection onto the unit ball in the direction (3, 4): minimise -3 x0 - 4 x1, |x| <= 1: x = (3/5, 4/5), value -5. */
void write_ball(const char *path);

/** One variable, three problems: x <= -1 and x >= 1 (infeasible); minimise -x, x >= 0 twice over (unbounded);
    minimise x, x >= 0 twice over (solved, 0). */
void write_hopeless(const char *path);

/** Thirty boxes like write_box with other points; problem `spoilt` has NaN in c (none if negative). */
void write_boxes(const char *path, int spoilt);

enum { BOXES = 30 };

#endif
