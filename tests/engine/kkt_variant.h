/**
 * @file kkt_variant.h
 * The sparse KKT system of one width and instruction set, for tests: everything it does, from a problem's numbers.
 */
#ifndef TESTS_ENGINE_KKT_VARIANT_H
#define TESTS_ENGINE_KKT_VARIANT_H

#include <stddef.h>

#include "plan.h"

/** One problem: what goes in, and room for what comes out. */
typedef struct kkt_problem {
    const double *P, *A;                     /**< as the structure stores them */
    const double *column, *row;              /**< scaling: [n], [m] */
    const double *value;                     /**< [z + l] of H */
    const double *plus, *minus, *across;     /**< [q_count] of H */
    const double *axis;                      /**< [m] */
    const double *mask;                      /**< [m] 0 or 1, or NULL */
    const double *f, *g;                     /**< [n], [m] right-hand side */
    double *x, *y;                           /**< [n], [m] solution */
    double *Px, *Ax, *Aty;                   /**< products with f and g */
    double *norm_P, *norm_column, *norm_row; /**< [n], [n], [m] */
} kkt_problem;

typedef struct kkt_variant {
    const char *name;
    int lanes;
    int tile;
    bool (*runs_here)(void);
    size_t (*workspace_size)(const plan *plan);
    /** Load and scale `lanes` problems by column, row and cost, then norms, products, factor and solve. */
    void (*run)(const plan *plan, void *workspace, double cost, double epsilon, double delta,
                const kkt_problem *problems);
} kkt_variant;

extern const kkt_variant variant_portable_1, variant_portable_2;
#if defined(CONELET_HAS_X86_PACKS)
extern const kkt_variant variant_avx2_1, variant_avx2_4, variant_avx512_1, variant_avx512_8;
#endif

#endif
