/**
 * @file kkt.h
 * Judging an answer by the optimality conditions, recomputed in extended precision from the numbers as stored.
 */
#ifndef CONELET_TESTS_KKT_H
#define CONELET_TESTS_KKT_H

#include <stdbool.h>

#include "conelet/conelet.h"

/** Problem i of a batch, borrowed. */
typedef struct problem {
    const cnl_structure *structure;
    const cnl_data *data;
    int64_t i;
} problem;

/** How far an answer is from optimal. */
typedef struct kkt {
    double primal;     /**< |Ax + s - b|_2 / max(1, |b|_inf + |x|_2 + |s|_2) */
    double dual;       /**< |Px + A'y + c|_2 / max(1, |c|_inf + |x|_2 + |y|_2) */
    double gap;        /**< |x'Px + c'x + b'y| / max(1, min(|primal objective|, |dual objective|)) */
    double s_outside;  /**< how far s is outside K, relative to max(1, its size) */
    double y_outside;  /**< how far y is outside K* */
    double primal_inf; /**< |Ax + s - b|_inf */
    double dual_inf;   /**< |Px + A'y + c|_inf */
    double gap_inf;    /**< |x'Px + c'x + b'y| */
    double objective;  /**< (1/2) x'Px + c'x */
} kkt;

kkt kkt_of(const problem *given, const double *x, const double *y, const double *s);

/** How far v is outside K (or K*), each cone relative to max(1, |v|_inf of it): 0 inside. NaN gives infinity. */
double cone_distance(const cnl_cones *cones, const double *v, bool dual);

/** What a certificate of primal infeasibility lacks. */
typedef struct primal_certificate {
    double combination; /**< |A'y|_inf */
    double value;       /**< b'y, to be -1 */
    double outside;     /**< how far y is outside K* */
} primal_certificate;

primal_certificate primal_certificate_of(const problem *given, const double *y);

/** What a certificate of dual infeasibility lacks. */
typedef struct dual_certificate {
    double curvature;  /**< |Px|_inf */
    double constraint; /**< |Ax + s|_inf */
    double value;      /**< c'x, to be -1 */
    double outside;    /**< how far s is outside K */
} dual_certificate;

dual_certificate dual_certificate_of(const problem *given, const double *x, const double *s);

#endif
