/* The sparse route: L S L' of the whole KKT matrix, along the schedule of a sparse_plan (core/sparse_plan.h).

       [ P + eps   A'          ] [x]   [f]
       [ A        -(H + delta) ] [y] = [g]

   With a row mask the factor is that of a matrix without the rows of A where it is 0: their unknowns are -g. */
#ifndef ENGINE_KKT_SPARSE_H
#define ENGINE_KKT_SPARSE_H

#include "cone.h"
#include "sparse_product.h"
#include "sparse_solve.h"

typedef struct kkt_sparse {
    int n, m;
    const sparse_plan *plan;
    real *numbers; /* [number_count] P, A, the diagonal, the entries of cones */
    sparse_factor factor;
    real *work;           /* [order] unknowns in the order of elimination */
    real *weights;        /* [m + 1] of the rows of A: the mask, then 1 */
    real caution;         /* times the regularisation: 1; more where a factor was of no use, less late */
    const real *row_mask; /* [m] 0 or 1, for the factor; NULL = every row counts. Products are with all of A */
} kkt_sparse;

/* out = P x. */
FN void kkt_sparse_multiply_P(team *tm, const kkt_sparse *v, const real *x, real *out)
{
    sparse_lists_product(tm, v->n, &v->plan->P_lists, v->numbers, x, out);
}

/* out = A x. */
FN void kkt_sparse_multiply_A(team *tm, const kkt_sparse *v, const real *x, real *out)
{
    sparse_lists_product(tm, v->m, &v->plan->A_lists, v->numbers, x, out);
}

/* out = A'y. */
FNBIG void kkt_sparse_multiply_At(team *tm, const kkt_sparse *v, const real *y, real *out)
{
    const int32_t *starts = v->plan->column_starts;
    const real *numbers = v->numbers + v->plan->A_start;
    each (j, v->n) out[j] = sparse_column_dot(starts[j], starts[j + 1], numbers, v->plan->A_rows, y);
    sync(tm);
}

/* The residual of x, y in the system without regularisation; returns its largest magnitude. `Hy` is scratch. */
FN real kkt_sparse_residual(team *tm, const kkt_sparse *v, const cone_rows *cones, const spectrum *H, const real *f,
                            const real *g, const real *x, const real *y, real *rx, real *ry, real *Hy)
{
    kkt_sparse_multiply_P(tm, v, x, rx);
    kkt_sparse_multiply_At(tm, v, y, v->work);
    kkt_sparse_multiply_A(tm, v, x, ry);
    spectrum_apply(tm, cones, H, y, Hy);
    real most = zero();
    each (k, v->n) {
        rx[k] = f[k] - rx[k] - v->work[k];
        most = larger(magnitude(rx[k]), most);
    }
    each (i, v->m) {
        ry[i] = g[i] - ry[i] + Hy[i];
        most = larger(magnitude(ry[i]), most);
    }
    sync(tm);
    return team_max(tm, most);
}

/* Largest magnitudes of the columns of P. */
FN void kkt_sparse_norms_P(team *tm, const kkt_sparse *v, real *of_P)
{
    sparse_lists_norms(tm, v->n, &v->plan->P_lists, v->numbers, of_P);
}

/* Largest magnitudes of the columns and of the rows of A. */
FNBIG void kkt_sparse_norms_A(team *tm, const kkt_sparse *v, real *of_column, real *of_row)
{
    const sparse_plan *plan = v->plan;
    const real *numbers = v->numbers + plan->A_start;
    sparse_lists_norms(tm, v->m, &plan->A_lists, v->numbers, of_row);
    each (j, v->n) {
        real most = zero();
        for (int k = plan->column_starts[j]; k < plan->column_starts[j + 1]; k++)
            most = larger(magnitude(numbers[k]), most);
        of_column[j] = most;
    }
    sync(tm);
}

/* P -> D P D, A -> E A D, with D = diag(column), E = diag(row). */
FN void kkt_sparse_rescale(team *tm, const kkt_sparse *v, const real *column, const real *row)
{
    const sparse_plan *plan = v->plan;
    real *numbers = v->numbers + plan->A_start;
    each (k, plan->P_count) v->numbers[k] *= column[plan->P_rows[k]] * column[plan->P_columns[k]];
    each (j, v->n) {
        for (int k = plan->column_starts[j]; k < plan->column_starts[j + 1]; k++)
            numbers[k] *= row[plan->A_rows[k]] * column[j];
    }
    sync(tm);
}

/* P -> cost P. */
FN void kkt_sparse_rescale_P(team *tm, const kkt_sparse *v, real cost)
{
    each (k, v->plan->P_count) v->numbers[k] *= cost;
    sync(tm);
}

/* A second-order cone: sqrt(u) p and sqrt(v) r beside the diagonal -(across + delta). Where plus < minus, as for the
   inverse of a scaling, p and r change places. */
FN void kkt_sparse_cone(int size, real plus, real minus, real across, real delta, const real *axis, real *diagonal,
                        real *extra, real *numbers)
{
    real sign = pick(less(plus, minus), splat(-1), splat(1));
    real u = square_root(larger(0.5 * (larger(plus, minus) - across), zero()));
    real v = square_root(larger(0.5 * (across - smaller(plus, minus)), zero()));
    numbers[0] = u;
    numbers[size] = v;
    for (int i = 0; i < size; i++) diagonal[i] = -(across + delta);
    for (int i = 1; i < size; i++) {
        numbers[i] = sign * u * axis[i];
        numbers[size + i] = -sign * v * axis[i];
    }
    extra[0] = splat(1);
    extra[1] = splat(-1);
}

/* The diagonal of the KKT matrix, and the entries of the cones. */
FNBIG void kkt_sparse_fill(team *tm, const kkt_sparse *v, const cone_rows *cones, const spectrum *H, double epsilon,
                           double delta)
{
    const sparse_plan *plan = v->plan;
    real own_epsilon = splat(epsilon) * v->caution;
    real own_delta = splat(delta) * v->caution;
    real *diagonal = v->numbers + plan->diagonal_start;
    real *of_rows = diagonal + v->n;
    each (j, v->n) diagonal[j] = v->numbers[plan->P_diagonal[j]] + own_epsilon;
    each (i, cones->z + cones->l) of_rows[i] = -(H->value[i] + own_delta);
    each (k, cones->q_count) {
        int start = cones->q_start[k];
        if (cones->q[k] == 1)
            of_rows[start] = -(0.5 * (H->plus[k] + H->minus[k]) + own_delta);
        else
            kkt_sparse_cone(cones->q[k], H->plus[k], H->minus[k], H->across[k], own_delta, H->axis + start,
                            of_rows + start, diagonal + plan->cone_extra[k], v->numbers + plan->cone_numbers[k]);
    }
    sync(tm);
}

/* Factor the matrix with its regularisation. */
FNSTEP void kkt_sparse_factor(team *tm, const kkt_sparse *v, const cone_rows *cones, const spectrum *H, double epsilon,
                              double delta)
{
    kkt_sparse_fill(tm, v, cones, H, epsilon, delta);
    if (v->row_mask) {
        real *of_rows = v->numbers + v->plan->diagonal_start + v->n;
        each (i, v->m) {
            v->weights[i] = v->row_mask[i];
            of_rows[i] = pick(less(splat(0.5), v->row_mask[i]), of_rows[i], splat(-1));
        }
        if (team_leads()) v->weights[v->m] = splat(1);
        sync(tm);
    }
    sparse_factorise(tm, &v->factor, v->numbers, v->row_mask ? v->weights : NULL, v->plan->entry_rows);
}

/* Solve with the factors; f may be x, g may be y. */
FNBIG void kkt_sparse_solve(team *tm, const kkt_sparse *v, const cone_rows *cones, const real *f, const real *g,
                            real *x, real *y)
{
    (void)cones;
    const int32_t *place = v->plan->place;
    int rows_end = v->n + v->m;
    each (j, v->n) v->work[place[j]] = f[j];
    each (i, v->m) v->work[place[v->n + i]] = g[i];
    each (k, v->plan->order - rows_end) v->work[place[rows_end + k]] = zero();
    sync(tm);
    sparse_solve_lower(tm, &v->factor, v->work);
    sparse_solve_upper(tm, &v->factor, v->work);
    each (j, v->n) x[j] = v->work[place[j]];
    each (i, v->m) y[i] = v->work[place[v->n + i]];
    sync(tm);
}

#endif
