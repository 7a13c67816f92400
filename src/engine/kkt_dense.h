/* The n x n route: K = P + eps + A'(H + delta)^-1 A, dense Cholesky.

   Solves the regularised quasi-definite system
       [ P + eps   A'          ] [x]   [f]
       [ A        -(H + delta) ] [y] = [g]
   K is made in kkt_dense_form.h. */
#ifndef ENGINE_KKT_DENSE_H
#define ENGINE_KKT_DENSE_H

#include "kkt_dense_form.h"

/* Of the diagonal: well above the rounding of a factor. */
#define KKT_DENSE_LARGER 1e-12

/* A right-hand side f, g; its solution x, y; and, with a dense A, A x, which a solve needs anyway. */
typedef struct kkt_equation {
    const real *f, *g;
    real *x, *y;
    real *Ax;
} kkt_equation;

/* K + eps = L L'. */
FN void kkt_dense_finish(team *tm, const kkt_dense *v, real epsilon)
{
    each (k, v->n) v->K[triangle_at(k, k, v->n)] += epsilon;
    sync(tm);
    cholesky(tm, v->n, v->K, NULL, v->K);
}

/* Which factors have broken down: a pivot that is not positive leaves NaN in all that follow. */
FN mask kkt_dense_lost(const kkt_dense *v) { return ~is_finite(v->K[triangle_at(v->n - 1, v->n - 1, v->n)]); }

/* The factor of the interior point. When a problem turns out to be unbounded H grows without limit and K fades; epsilon
   fades with it, or it would take K's place. Where K is singular, and so large that epsilon is lost in its rounding,
   the factor breaks down; there it is done again with a diagonal that is safely larger. */
FNSTEP void kkt_dense_factor(team *tm, const kkt_dense *v, const cone_rows *cones, const spectrum *H, double epsilon,
                             double delta)
{
    spectrum_invert(tm, cones, H, splat(delta), &v->inverse);
    kkt_dense_form(tm, v, cones);
    real trace = zero();
    each (k, v->n) trace += v->K[triangle_at(k, k, v->n)];
    trace = team_sum(tm, trace);
    real mean = clamp(trace * splat(1.0 / v->n), 1e-20, 1);
    kkt_dense_finish(tm, v, epsilon * mean);
    mask lost = kkt_dense_lost(v) & is_finite(trace);
    if (!some(lost)) return;
    real larger_by = pick(lost, splat(KKT_DENSE_LARGER), zero());
    kkt_dense_form(tm, v, cones);
    each (k, v->n) {
        real *diagonal = &v->K[triangle_at(k, k, v->n)];
        *diagonal = muladd(larger_by, *diagonal, *diagonal);
    }
    sync(tm);
    kkt_dense_finish(tm, v, epsilon * mean);
}

/* x = K^-1 (f + A'(H + delta)^-1 g), y = (H + delta)^-1 (A x - g); f may be x, g may be y. */
FNSTEP void kkt_dense_solve(team *tm, const kkt_dense *v, const cone_rows *cones, const real *f, const real *g, real *x,
                            real *y)
{
    sync(tm);
    spectrum_apply(tm, cones, &v->inverse, g, v->row);
    product(tm, v->n, v->m, v->A, v->runs, v->row, v->column);
    each (k, v->n) x[k] = f[k] + v->column[k];
    sync(tm);
    solve_lower(tm, v->n, v->K, x);
    solve_upper(tm, v->n, v->K, x);
    transposed_product(tm, v->n, v->m, v->A, v->runs, x, v->Ax);
    each (i, v->m) v->row[i] = v->Ax[i] - g[i];
    sync(tm);
    spectrum_apply(tm, cones, &v->inverse, v->row, y);
}

/* The same for two, in the passes of one; here neither f is x, nor g y. */
FNSTEP void kkt_dense_solve_pair(team *tm, const kkt_dense *v, const cone_rows *cones, const kkt_equation *p,
                                 const kkt_equation *q)
{
    spectrum_apply(tm, cones, &v->inverse, p->g, p->y);
    spectrum_apply(tm, cones, &v->inverse, q->g, q->y);
    product_pair(tm, v->n, v->m, v->A, v->runs, p->y, q->y, p->x, q->x);
    each (k, v->n) {
        p->x[k] += p->f[k];
        q->x[k] += q->f[k];
    }
    sync(tm);
    solve_lower_pair(tm, v->n, v->K, p->x, q->x);
    solve_upper_pair(tm, v->n, v->K, p->x, q->x);
    transposed_pair(tm, v->n, v->m, v->A, v->runs, p->x, q->x, p->Ax, q->Ax);
    each (i, v->m) {
        p->y[i] = p->Ax[i] - p->g[i];
        q->y[i] = q->Ax[i] - q->g[i];
    }
    sync(tm);
    spectrum_apply(tm, cones, &v->inverse, p->y, p->y);
    spectrum_apply(tm, cones, &v->inverse, q->y, q->y);
}

#endif
