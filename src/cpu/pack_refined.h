/* An answer of a pack of floats, kept in doubles: what the pack (pack_single.h), which makes directions, shares with
   the executor of doubles of the same instruction set (pack_refined_steps.h), which makes steps, residuals and the
   judgement. Doubles are half as many to a register, so the lanes are two halves. */
#ifndef CPU_PACK_REFINED_H
#define CPU_PACK_REFINED_H

#include "../core/executor.h"

enum { HALVES = 2 };

/* What is known of a lane's answer. */
enum { REFINED_OBJECTIVE, REFINED_PRIMAL, REFINED_DUAL, REFINED_GAP, REFINED_FOUND };

typedef struct refined {
    int n, m, z;
    /* the problem as the pack has loaded it: triangles of P, panels of rows of A */
    const float *P, *c, *A, *b;
    const float *P_rest; /* what P's numbers lack as means of two floats; NULL: nothing in any lane */
    /* each half by itself: the answer, its products, and what is known of it */
    double *x[HALVES], *y[HALVES], *s[HALVES];     /* [n], [m], [m] */
    double *Px[HALVES], *Aty[HALVES], *Ax[HALVES]; /* [n], [n], [m] */
    double *found[HALVES];                         /* [REFINED_FOUND] */
    double *own_c, *own_b;                         /* [n], [m] of one half */
    /* for the next direction */
    float *dual;            /* [n] P x + c + A'y */
    float *slack;           /* [m] b - A x */
    float *near_y, *near_s; /* [m] y and s, rounded */
} refined;

typedef struct refined_steps {
    /* x, y and s from floats. */
    void (*open)(const refined *v, const float *x, const float *y, const float *s);
    /* Everything that follows from them; a bit for each lane that meets the tolerances. */
    unsigned (*judge)(const refined *v, const cnl_settings *set);
    /* x += dx, y += dy, s += ds. */
    void (*advance)(const refined *v, const float *dx, const float *dy, const float *ds);
    /* The answers, and the iterations [1] they took; lanes without a bit in `solved` are left open. */
    void (*store)(const refined *v, const solve_job *job, const int64_t *index, const float *iterations,
                  unsigned solved);
} refined_steps;

extern const refined_steps refined_steps_avx2, refined_steps_avx512;

#endif
