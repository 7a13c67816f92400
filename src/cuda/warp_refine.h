/* The executor's part of engine/dual_refine.h in a warp: answers in pairs of floats, residuals of the problem's own
   numbers as precise, and the judgement. */
#ifndef CUDA_WARP_REFINE_H
#define CUDA_WARP_REFINE_H

#include "../engine/verify.h"
#include "warp_pairs.h"
#include "warp_setup.h"

/* A slack that differs by less, as a share of itself, from b - A x is b - A x (as in cpu/pack_refined_steps.h). */
#define REFINED_SAME 1e-4
/* A row whose y and s are both below this share of the accuracy has no strict complementarity. */
#define REFINED_BORDER 1e-3

/* What s is, given q = b - A x. After exchanges it follows from q: 0 in active rows, and in a row without strict
   complementarity y, so that derivatives know it (dual_pivoting.h). */
FN pair refine_slack_of(const dual *v, int i, pair q, real enough)
{
    pair nothing = {0, 0};
    pair s = {v->s[i], v->answer.s_low[i]};
    if (i < v->z) return nothing;
    if (!some(v->exchanged)) {
        real change = pair_rounded(pair_plus(s, pair_negative(q)));
        return magnitude(change) <= splat(REFINED_SAME) * s.high ? q : s;
    }
    real y = v->y[i];
    real g = v->delta[i] * splat(1 / v->regularisation);
    pair border = {y, 0};
    if (y > 0 && g * y <= enough && magnitude(q.high) <= enough) return border;
    return less(splat(0.5), v->ds[i]) || q.high < 0 ? nothing : q;
}

/* Row i by the lane that has it: s and q, and what the judgement wants of them. */
FN void refine_row(dual *v, int i, pair Ax, real enough, evidence *seen)
{
    pair q = pair_normal(pair_plus({v->b[i], 0}, pair_negative(Ax)));
    pair s = refine_slack_of(v, i, q, enough);
    real r = pair_rounded(pair_plus(s, pair_negative(q)));
    real y = v->y[i];
    v->s[i] = s.high;
    v->answer.s_low[i] = s.low;
    v->q[i] = q.high;
    seen->primal = fma(r, r, seen->primal);
    seen->worst_primal = larger(magnitude(r), seen->worst_primal);
    seen->gap = fma(q.high, y, seen->gap);
    seen->slope = fma(v->b[i], y, seen->slope);
    seen->size_s = fma(s.high, s.high, seen->size_s);
    seen->size_y = fma(y, y, seen->size_y);
    seen->size_b = larger(seen->size_b, magnitude(v->b[i]));
}

/* Rows of A: A x for each, and A'y into `columns`. */
FN void refine_rows(dual *v, real enough, pair8 *columns, evidence *seen)
{
    int n = seen_anew(v->n);
    ROLLED for (int I = 0; TILE_SIDE * I < v->m; I++)
    {
        tile8 panel[TILES];
        panel_of_matrix(v->A, v->m, n, I, panel);
        int i = TILE_SIDE * I + tile_row();
        pair y = {v->y[i], v->answer.y_low[i]};
        pair part = panel_pairs(panel, v->answer.x, v->answer.x_low, y, columns);
        if (tile_pair() == 0 && i < v->m) refine_row(v, i, part, enough, seen);
    }
}

/* P x as half the sum of P x, by rows into u and, what that lacks, `target`, and P'x, into `columns`. */
FN void refine_P(dual *v, pair8 *columns)
{
    int n = seen_anew(v->n);
    ROLLED for (int I = 0; TILE_SIDE * I < v->n; I++)
    {
        tile8 panel[TILES];
        panel_of_matrix(v->P, n, n, I, panel);
        int k = TILE_SIDE * I + tile_row();
        pair half = {splat(0.5) * v->answer.x[k], splat(0.5) * v->answer.x_low[k]};
        pair part = panel_pairs(panel, v->answer.x, v->answer.x_low, half, columns);
        if (tile_pair() == 0) v->u[k] = splat(0.5) * part.high;
        if (tile_pair() == 0) v->target[k] = splat(0.5) * part.low;
    }
    __syncwarp();
}

/* r = P x + c + A'y into u, and what the judgement wants of it. */
FN void refine_columns(dual *v, const pair8 *columns, evidence *seen)
{
    UNROLL for (int J = 0; J < TILES; J++)
    {
        pair sum = column_pair_sum(columns[J]);
        int k = TILE_SIDE * J + tile_row();
        if (tile_pair() != 0 || k >= v->n) continue;
        real c = v->c[k];
        real x = v->answer.x[k];
        sum = pair_plus(pair_plus(sum, {v->u[k], v->target[k]}), {c, 0});
        real r = pair_rounded(sum);
        v->u[k] = r;
        seen->dual = fma(r, r, seen->dual);
        seen->worst_dual = larger(magnitude(r), seen->worst_dual);
        seen->gap = fma(x, r, seen->gap);
        seen->linear = fma(x, c, seen->linear);
        seen->size_x = fma(x, x, seen->size_x);
        seen->size_c = larger(seen->size_c, magnitude(c));
    }
}

/* Residuals and slack of the answer; whether it meets the tolerances. The gap x'P x + c'x + b'y is x'r + y'(b - A x), a
   sum of small terms that floats are enough for, and so x'P x follows from it. */
FN mask refine_judge(team *tm, dual *v, const cnl_settings *set, outcome *out)
{
    real enough = splat(REFINED_BORDER) * larger(splat(set->eps_abs), splat(set->eps_rel) * v->scale_b);
    evidence seen = {};
    pair8 columns[TILES];
    UNROLL for (int J = 0; J < TILES; J++) columns[J] = {{0, 0}, {0, 0}};
    sync(tm);
    refine_rows(v, enough, columns, &seen);
    refine_P(v, columns);
    refine_columns(v, columns, &seen);
    real *const sums[] = {&seen.primal, &seen.dual,   &seen.linear, &seen.slope,
                          &seen.gap,    &seen.size_x, &seen.size_y, &seen.size_s};
    team_sums(tm, sums, 8);
    seen.quadratic = seen.gap - seen.linear - seen.slope;
    seen.worst_primal = team_max(tm, seen.worst_primal);
    seen.worst_dual = team_max(tm, seen.worst_dual);
    seen.size_b = team_max(tm, seen.size_b);
    seen.size_c = team_max(tm, seen.size_c);
    sync(tm);
    return verify_evidence(&seen, set, out);
}

/* u = P^-1 r, q += A u. */
FN void dual_refine_slack(team *tm, dual *v)
{
    dual_solve_P(tm, v, v->u);
    tile8 u[TILES];
    UNROLL for (int J = 0; J < TILES; J++) u[J] = tile_vector(v->u + TILE_SIDE * J);
    matrix_times(v->A, v->m, v->n, u, v->dy);
    sync(tm);
    each (i, v->m) v->q[i] += v->dy[i];
    sync(tm);
}

/* x = -(u + P^-1 A'dy). */
FN void dual_refine_x(team *tm, dual *v)
{
    dual_multiply_A_transposed(tm, v, v->dy, v->x);
    dual_solve_P(tm, v, v->x);
    each (k, v->n) v->x[k] = -(v->u[k] + v->x[k]);
    sync(tm);
}

FN void refine_add(real *high, real *low, real change)
{
    pair sum = pair_normal(pair_plus({*high, *low}, {change, 0}));
    *high = sum.high;
    *low = sum.low;
}

/* The answer moves by x, dy and ds. After exchanges s follows from x; a y below 0 is 0. */
FN void refine_advance(team *tm, dual *v)
{
    refined *to = &v->answer;
    each (k, v->n) refine_add(&to->x[k], &to->x_low[k], v->x[k]);
    each (i, v->m) {
        refine_add(&v->y[i], &to->y_low[i], v->dy[i]);
        if (!some(v->exchanged)) refine_add(&v->s[i], &to->s_low[i], v->ds[i]);
        if (i >= v->z && v->y[i] < 0) v->y[i] = to->y_low[i] = 0;
    }
    sync(tm);
}

/* The rough answer of floats. */
FN void refine_open(team *tm, dual *v)
{
    each (k, SIDE) {
        v->answer.x[k] = k < v->n ? v->x[k] : zero();
        v->u[k] = v->answer.x_low[k] = v->answer.y_low[k] = v->answer.s_low[k] = zero();
    }
    sync(tm);
}

#endif
