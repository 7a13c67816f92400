/* What depends on the precision of `real`. The engine is written for doubles; the definite routes also run on floats,
   whose answers dual_refine.h corrects: an executor of floats defines SINGLE_PRECISION. */
#ifndef ENGINE_PRECISION_H
#define ENGINE_PRECISION_H

/* DUAL_WORST_PIVOT     rows whose pivot loses more than this against their diagonal make P too ill-conditioned
   DUAL_REGULARISATION  of the system by rows, relative to G_ii
   DUAL_PATIENCE        iterations after which a problem is handed on: of doubles to the homogeneous method, whose
                        infeasibility theory is complete, of floats to doubles
   DUAL_WRONG           share of the accuracy asked for from which on a sign is wrong in exchanges (dual_pivoting.h);
                        floats are asked for little, and their signs are looked at again
   DUAL_PROVES          looks for certificates; floats hand on what takes suspiciously short steps
   GAP_ROUNDING         what a sum of an objective's terms may be off by, as a share of them
   ALMOST_ZERO          nothing, but with an inverse */
#ifdef SINGLE_PRECISION
#define DUAL_WORST_PIVOT    2e4
#define DUAL_REGULARISATION 1e-6
#define DUAL_WRONG          1e-2
#define GAP_ROUNDING        1e-6
#define ALMOST_ZERO         1e-35
enum { DUAL_PATIENCE = 20, DUAL_PROVES = 0 };
#else
#define DUAL_WORST_PIVOT    1e11
#define DUAL_REGULARISATION 1e-12
#define DUAL_WRONG          1e-3
#define GAP_ROUNDING        2e-15
#define ALMOST_ZERO         1e-300
enum { DUAL_PATIENCE = 40, DUAL_PROVES = 1 };
#endif

/* In the arithmetic at hand: where doubles are slow a division of them is a page of slow code. */
FN real inverse_of(int count)
{
#ifdef SINGLE_PRECISION
    return splat(1.0f / (float)count);
#else
    return splat(1.0 / count);
#endif
}

#endif
