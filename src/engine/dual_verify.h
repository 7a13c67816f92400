/* The judgement on an answer of dual_interior_point.h, where matrices lie in memory. */
#ifndef ENGINE_DUAL_VERIFY_H
#define ENGINE_DUAL_VERIFY_H

#include "dual_setup.h"
#include "verify.h"

/* The products of the answer with the problem's own matrices, and the judgement on them. */
FN mask dual_verify(team *tm, const dual *v, real *scratch, const cnl_settings *set, outcome *out)
{
    real *Px = scratch;
    real *Aty = scratch + v->n;
    real *Ax = v->ds;
    each (k, v->n) Px[k] = zero();
    sync(tm);
    symmetric_product(tm, v->n, v->P, v->x, Px);
    dual_multiply_transposed(tm, v, v->A, v->y, Aty);
    dual_multiply(tm, v, v->A, v->x, Ax);
    claim answer = {v->n, v->m, v->c, v->b, v->x, v->y, v->s, Px, Aty, Ax};
    return verify(tm, &answer, set, out);
}

#endif
