#include "kkt.h"

#include <math.h>
#include <stdlib.h>

#include "dense.h"
#include "matrix.h"
#include "programs.h"

/* Larger of two; NaN wins. */
static double larger(double a, double b) { return b <= a ? a : b; }

static double relative_excess(double excess, double size)
{
    if (isnan(excess)) return INFINITY;
    return excess > 0 ? excess / larger(1, size) : 0;
}

double cone_distance(const cnl_cones *cones, const double *v, bool dual)
{
    double worst = 0;
    for (int32_t i = 0; i < cones->z; i++) {
        double excess = dual ? v[i] - v[i] : fabs(v[i]);
        worst = larger(worst, relative_excess(excess, 1));
    }
    for (int32_t i = cones->z; i < cones->z + cones->l; i++) worst = larger(worst, relative_excess(-v[i], 1));
    for (int32_t k = 0; k < cones->q_count; k++) {
        const double *part = v + cones_q_start(cones, k);
        double excess = norm2(part + 1, cones->q[k] - 1) - part[0];
        worst = larger(worst, relative_excess(excess, norm_inf(part, cones->q[k])));
    }
    return worst;
}

/* residual = M v + add - less, each of `rows`; NULL counts as 0. */
static void residual_of(const double *Mv, const double *add, const double *less, double *residual, int32_t rows)
{
    for (int32_t i = 0; i < rows; i++) {
        long double sum = (long double)Mv[i];
        if (add != NULL) sum += add[i];
        if (less != NULL) sum -= less[i];
        residual[i] = (double)sum;
    }
}

static const double *problem_c(const problem *given) { return given->data->c + given->i * given->data->c_stride; }

static const double *problem_b(const problem *given)
{
    return given->data->b == NULL ? NULL : given->data->b + given->i * given->data->b_stride;
}

kkt kkt_of(const problem *given, const double *x, const double *y, const double *s)
{
    int32_t n = given->structure->n;
    int32_t m = given->structure->m;
    const double *c = problem_c(given);
    const double *b = problem_b(given);
    matrix P = matrix_P(given->structure, given->data, given->i);
    matrix A = matrix_A(given->structure, given->data, given->i);
    double *Px = numbers_create(n);
    double *Ay = numbers_create(n);
    double *r_primal = numbers_create(m);
    double *r_dual = numbers_create(n);

    matrix_multiply(&A, x, r_primal);
    residual_of(r_primal, s, b, r_primal, m);
    matrix_multiply_symmetric(&P, x, Px);
    matrix_multiply_transposed(&A, y, Ay);
    residual_of(Px, Ay, NULL, r_dual, n);
    residual_of(r_dual, c, NULL, r_dual, n);

    double xPx = dot(x, Px, n);
    double cx = dot(c, x, n);
    double by = dot(b, y, m);
    double primal_objective = xPx / 2 + cx;
    double dual_objective = -xPx / 2 - by;
    double smaller = fmin(fabs(primal_objective), fabs(dual_objective));

    kkt result;
    result.primal_inf = norm_inf(r_primal, m);
    result.dual_inf = norm_inf(r_dual, n);
    result.gap_inf = fabs(xPx + cx + by);
    result.primal = norm2(r_primal, m) / larger(1, norm_inf(b, m) + norm2(x, n) + norm2(s, m));
    result.dual = norm2(r_dual, n) / larger(1, norm_inf(c, n) + norm2(x, n) + norm2(y, m));
    result.gap = result.gap_inf / larger(1, smaller);
    result.s_outside = cone_distance(&given->structure->cones, s, false);
    result.y_outside = cone_distance(&given->structure->cones, y, true);
    result.objective = primal_objective;
    free(Px);
    free(Ay);
    free(r_primal);
    free(r_dual);
    return result;
}

primal_certificate primal_certificate_of(const problem *given, const double *y)
{
    int32_t n = given->structure->n;
    matrix A = matrix_A(given->structure, given->data, given->i);
    double *Ay = numbers_create(n);
    matrix_multiply_transposed(&A, y, Ay);
    primal_certificate result = {norm_inf(Ay, n), dot(problem_b(given), y, given->structure->m),
                                 cone_distance(&given->structure->cones, y, true)};
    free(Ay);
    return result;
}

dual_certificate dual_certificate_of(const problem *given, const double *x, const double *s)
{
    int32_t n = given->structure->n;
    int32_t m = given->structure->m;
    matrix P = matrix_P(given->structure, given->data, given->i);
    matrix A = matrix_A(given->structure, given->data, given->i);
    double *Px = numbers_create(n);
    double *Axs = numbers_create(m);
    matrix_multiply_symmetric(&P, x, Px);
    matrix_multiply(&A, x, Axs);
    residual_of(Axs, s, NULL, Axs, m);
    dual_certificate result = {norm_inf(Px, n), norm_inf(Axs, m), dot(problem_c(given), x, n),
                               cone_distance(&given->structure->cones, s, false)};
    free(Px);
    free(Axs);
    return result;
}
