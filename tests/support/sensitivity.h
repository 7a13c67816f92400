/**
 * @file sensitivity.h
 * Derivatives by the book: the defining system of derivative.h assembled and solved densely, and finite differences.
 */
#ifndef CONELET_TESTS_SENSITIVITY_H
#define CONELET_TESTS_SENSITIVITY_H

#include "kkt.h"
#include "programs.h"

/** D [m, m] = the derivative of the projection onto K* at v. */
void projection_derivative(const cnl_cones *cones, const double *v, double *D);

/** K [n+m, n+m] = [P, A'D; -A, I-D] at v = y - s. */
void defining_matrix(const problem *given, const double *y, const double *s, double *K);

/** right [n+m] = [-(dP x + dA'y + dc); dA x - db] for problem i of the change. */
void defining_right_side(const problem *given, const cnl_data *change, const double *x, const double *y, double *right);

/** dx, dy, ds that solve the defining system at (x, y, s). @return false if it is singular. */
bool reference_jvp(const problem *given, const cnl_data *change, const double *x, const double *y, const double *s,
                   double *dx, double *dy, double *ds);

/** known_programs() whose defining matrices have no singular value below `smallest`: each problem is drawn again until
    it is so, with the next number. */
programs regular_programs(const known_recipe *recipe, double smallest);

/** <left, right> over all numbers of two arrays of data of this structure (a shared datum counts once). */
double data_product(const cnl_structure *structure, int64_t batch, const cnl_data *left, const cnl_data *right);

/** Numbers in one problem's P or A as stored. */
int64_t pattern_length(const cnl_pattern *pattern, int32_t rows, int32_t columns);

#endif
