/* The KKT system of the interior point and of the derivative, over whichever reduction the plan chose:

       [ P + eps   A'          ] [x]   [f]
       [ A        -(H + delta) ] [y] = [g]

   factored with the static regularisation eps, delta, solved with refinement against the system without it. */
#ifndef ENGINE_KKT_H
#define ENGINE_KKT_H

#include "kkt_dense.h"
#include "kkt_sparse.h"

/* Static regularisation, in equilibrated units. That of the sparse factor must do without the order of elimination that
   suits it best; smaller, more pivots are lost to rounding, larger, more corrections are needed. */
#define KKT_EPSILON        1e-8
#define KKT_DELTA          1e-8
#define KKT_EPSILON_SPARSE 4e-9
#define KKT_DELTA_SPARSE   8e-9
/* A sparse solution is corrected until its residual is this share of the right-hand side, but not more often than this.
 */
#define KKT_ENOUGH 1e-13
enum { KKT_CORRECTIONS = 3 };

typedef struct kkt {
    int n, m;
    int has_P;
    kkt_dense *dense; /* one of these two */
    kkt_sparse *sparse;
    real *rx, *ry; /* [n], [m] residuals of a refinement */
    real *ex, *ey; /* [n], [m] its corrections */
    real *ew;      /* [m] */
} kkt;

/* out = P x. */
FNSTEP void kkt_multiply_P(team *tm, const kkt *v, const real *x, real *out)
{
    each (k, v->n) out[k] = zero();
    sync(tm);
    if (!v->has_P) return;
    if (v->sparse)
        kkt_sparse_multiply_P(tm, v->sparse, x, out);
    else
        symmetric_product(tm, v->n, v->dense->P, x, out);
}

/* out = A x. */
FNSTEP void kkt_multiply_A(team *tm, const kkt *v, const real *x, real *out)
{
    if (v->sparse)
        kkt_sparse_multiply_A(tm, v->sparse, x, out);
    else
        transposed_product(tm, v->n, v->m, v->dense->A, v->dense->runs, x, out);
}

/* out = A'y. */
FNSTEP void kkt_multiply_At(team *tm, const kkt *v, const real *y, real *out)
{
    if (v->sparse)
        kkt_sparse_multiply_At(tm, v->sparse, y, out);
    else
        product(tm, v->n, v->m, v->dense->A, v->dense->runs, y, out);
}

FNSTEP void kkt_factor(team *tm, const kkt *v, const cone_rows *cones, const spectrum *H)
{
    if (v->sparse)
        kkt_sparse_factor(tm, v->sparse, cones, H, KKT_EPSILON_SPARSE, KKT_DELTA_SPARSE);
    else
        kkt_dense_factor(tm, v->dense, cones, H, KKT_EPSILON, KKT_DELTA);
}

FNSTEP void kkt_solve_once(team *tm, const kkt *v, const cone_rows *cones, const real *f, const real *g, real *x,
                           real *y)
{
    if (v->sparse)
        kkt_sparse_solve(tm, v->sparse, cones, f, g, x, y);
    else
        kkt_dense_solve(tm, v->dense, cones, f, g, x, y);
}

/* rx, ry = the residual of x, y in the system without regularisation. */
FNSTEP void kkt_residual(team *tm, const kkt *v, const cone_rows *cones, const spectrum *H, const real *f,
                         const real *g, const real *x, const real *y)
{
    kkt_multiply_P(tm, v, x, v->rx);
    kkt_multiply_At(tm, v, y, v->ex);
    kkt_multiply_A(tm, v, x, v->ry);
    spectrum_apply(tm, cones, H, y, v->ew);
    each (k, v->n) v->rx[k] = f[k] - v->rx[k] - v->ex[k];
    each (i, v->m) v->ry[i] = g[i] - v->ry[i] + v->ew[i];
    sync(tm);
}

/* x, y += ex, ey in the problems of `which`; the others keep their bits. */
FNSTEP void kkt_add(team *tm, const kkt *v, real *x, real *y, mask which)
{
    each (k, v->n) x[k] = pick(which, x[k] + v->ex[k], x[k]);
    each (i, v->m) y[i] = pick(which, y[i] + v->ey[i], y[i]);
    sync(tm);
}

/* Corrections of a sparse solution, as long as each at least halves the residual; one that enlarges it is taken back.
   Returns the problems whose residual is still no smaller than the right-hand side: no answer would have been better.
 */
FNSTEP mask kkt_correct(team *tm, const kkt *v, const cone_rows *cones, const spectrum *H, const real *f, const real *g,
                        real *x, real *y, mask which)
{
    real size = zero();
    each (k, v->n) size = larger(magnitude(f[k]), size);
    each (i, v->m) size = larger(magnitude(g[i]), size);
    size = team_max(tm, size);
    mask useless = which;
    real last = splat(INFINITY);
    for (int step = 0; some(which); step++) {
        real norm = kkt_sparse_residual(tm, v->sparse, cones, H, f, g, x, y, v->rx, v->ry, v->ew);
        if (step > 0) {
            mask worse = which & ~less(norm, last);
            each (k, v->n) x[k] = pick(worse, x[k] - v->ex[k], x[k]);
            each (i, v->m) y[i] = pick(worse, y[i] - v->ey[i], y[i]);
            sync(tm);
        }
        useless &= ~(which & at_most(norm, size));
        which &= less(KKT_ENOUGH * size, norm) & less(2 * norm, last);
        if (step == KKT_CORRECTIONS || !some(which)) break;
        kkt_solve_once(tm, v, cones, v->rx, v->ry, v->ex, v->ey);
        kkt_add(tm, v, x, y, which);
        last = norm;
    }
    return useless;
}

/* `steps` refinements of a dense solution in the problems of `which`. */
FNSTEP void kkt_refine(team *tm, const kkt *v, const cone_rows *cones, const spectrum *H, const kkt_equation *e,
                       mask which, int steps)
{
    for (int step = 0; step < steps && some(which); step++) {
        kkt_residual(tm, v, cones, H, e->f, e->g, e->x, e->y);
        kkt_solve_once(tm, v, cones, v->rx, v->ry, v->ex, v->ey);
        kkt_add(tm, v, e->x, e->y, which);
        each (i, v->m) e->Ax[i] = pick(which, e->Ax[i] + v->dense->Ax[i], e->Ax[i]);
        sync(tm);
    }
}

/* Solve; in the problems of `which` with `steps` refinements, or with corrections as needed if the system is sparse (a
   problem's bits do not depend on the others'). Returns where that was of no use: see kkt_correct(). */
FNSTEP mask kkt_solve(team *tm, const kkt *v, const cone_rows *cones, const spectrum *H, const kkt_equation *e,
                      mask which, int steps)
{
    kkt_solve_once(tm, v, cones, e->f, e->g, e->x, e->y);
    if (v->sparse) return kkt_correct(tm, v, cones, H, e->f, e->g, e->x, e->y, which);
    each (i, v->m) e->Ax[i] = v->dense->Ax[i];
    sync(tm);
    kkt_refine(tm, v, cones, H, e, which, steps);
    return none();
}

/* kkt_solve() for two; neither f is x, nor g y. */
FNSTEP mask kkt_solve_pair(team *tm, const kkt *v, const cone_rows *cones, const spectrum *H, const kkt_equation *p,
                           const kkt_equation *q, mask which, int steps)
{
    if (v->sparse) {
        mask useless = kkt_solve(tm, v, cones, H, p, which, steps);
        return useless | kkt_solve(tm, v, cones, H, q, which, steps);
    }
    kkt_dense_solve_pair(tm, v->dense, cones, p, q);
    kkt_refine(tm, v, cones, H, p, which, steps);
    kkt_refine(tm, v, cones, H, q, which, steps);
    return none();
}

#endif
