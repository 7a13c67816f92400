/**
 * @file matrix.h
 * Products of one problem's matrices, as the user stores them, with vectors: for what happens once per derivative.
 */
#ifndef CORE_MATRIX_H
#define CORE_MATRIX_H

#include "structure.h"

/** out += factor A x. */
void matrix_multiply(const matrix_pattern *A, const double *numbers, double factor, const double *x, double *out);

/** out += factor A'y. */
void matrix_multiply_transposed(const matrix_pattern *A, const double *numbers, double factor, const double *y,
                                double *out);

/** out += factor (P + P')/2 x for a whole matrix, or the symmetric matrix of which an upper triangle is stored. */
void matrix_multiply_symmetric(const matrix_pattern *P, const double *numbers, double factor, const double *x,
                               double *out);

/** out = -(y r' + w x'), at the numbers of A; added to out if `add`. */
void matrix_outer(const matrix_pattern *A, const double *y, const double *r, const double *w, const double *x, bool add,
                  double *out);

/** out = -(r x' + x r')/2, at the numbers of P; twice that off the diagonal of an upper triangle. */
void matrix_outer_symmetric(const matrix_pattern *P, const double *r, const double *x, bool add, double *out);

#endif
