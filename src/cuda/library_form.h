/* The matrix of the n x n route as a library takes it: K as a square, and S with S'S its larger part.

       K + eps = (P + eps + large cones) + S'S,   S = (H + delta)^-1/2 A   of all rows but those of large cones

   (kkt_dense_form.h), column after column. S'S in place of A'(H + delta)^-1 A: one matrix in place of two, and what
   rounding leaves is symmetric and not negative. */
#ifndef CUDA_LIBRARY_FORM_H
#define CUDA_LIBRARY_FORM_H

#include "../engine/kkt_dense.h"
#include "library_square.h"

typedef struct library_form {
    int count; /* rows of S */
    int rows;  /* in memory, even: so columns begin where a pair of numbers may */
    real *S;   /* rows x n */
    library_square K;
    real *diagonal; /* [n] of K without eps */
} library_form;

FNBOTH void library_form_layout(arena *memory, int n, const cone_rows *cones, library_form *f)
{
    f->count = cones->z + cones->l;
    for (int k = 0; k < cones->q_count; k++) f->count += kkt_dense_is_large(n, cones->q[k]) ? 0 : cones->q[k];
    f->rows = even(f->count);
    f->S = take(memory, rectangle_size(n, f->rows));
    f->K = take_square(memory, n);
    f->diagonal = take_vector(memory, n);
}

/* S, with (H + delta)^-1 in v->inverse; and what K gets beside S'S: a triangle, NULL for zero, and terms. */
FN const real *form_rows(team *tm, const library_form *f, const kkt_dense *v, const cone_rows *cones, gram_terms *terms)
{
    int orthant = cones->z + cones->l;
    kkt_dense turned = *v;
    turned.B = f->S + orthant;
    turned.B_rows = f->rows;
    const real *rest = kkt_dense_turn(tm, &turned, cones, terms);
    for (int j = first_of_column(); j < v->n; j += step_of_column()) {
        const real *from = v->A + (int64_t)j * v->m;
        real *to = f->S + (int64_t)j * f->rows;
        each_column (i, orthant) to[i] = square_root(v->inverse.value[i]) * from[i];
    }
    sync(tm);
    return rest;
}

FN real form_rest(const real *rest, const gram_terms *terms, int i, int j, int n)
{
    real number = rest ? rest[triangle_at(i, j, n)] : zero();
    return terms->C ? with_terms(number, terms, i, j, n) : number;
}

/* The diagonal of K. Returns its sum. */
FN real form_diagonal(team *tm, const library_form *f, int n, const real *rest, const gram_terms *terms)
{
    real trace = zero();
    each (j, n) {
        const real *column = f->S + (int64_t)j * f->rows;
        real sum = form_rest(rest, terms, j, j, n);
        for (int i = 0; i < f->count; i++) sum = muladd(column[i], column[i], sum);
        f->diagonal[j] = sum;
        trace += sum;
    }
    return team_sum(tm, trace);
}

/* S, and in K all but S'S, with the diagonal of the whole larger by this share of itself. Returns its trace. As
   kkt_dense_factor(), eps in proportion to the mean diagonal. */
FNSTEP real form_for_library(team *tm, const library_form *f, const kkt_dense *v, const cone_rows *cones,
                             const spectrum *H, real larger_by)
{
    int n = v->n;
    spectrum_invert(tm, cones, H, splat(KKT_DELTA), &v->inverse);
    gram_terms terms;
    const real *rest = form_rows(tm, f, v, cones, &terms);
    real trace = form_diagonal(tm, f, n, rest, &terms);
    real epsilon = KKT_EPSILON * clamp(trace * splat(1.0 / n), 1e-20, 1);
    for (int j = first_of_column(); j < n; j += step_of_column())
        each_column (i, n) {
            real number = form_rest(rest, &terms, i > j ? i : j, i > j ? j : i, n);
            if (i == j) number += muladd(larger_by, f->diagonal[j], epsilon);
            f->K.numbers[(int64_t)j * f->K.order + i] = number;
        }
    sync(tm);
    return trace;
}

#endif
