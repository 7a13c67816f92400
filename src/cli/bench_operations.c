#include <math.h>

#include "bench_measure.h"

double bench_operations(const cnl_structure *structure, cnl_method method, double iterations)
{
    double n = structure->n, m = structure->m;
    if (structure->P.layout == CNL_CSC || structure->A.layout == CNL_CSC) return NAN;
    switch (method) {
    case CNL_METHOD_DUAL:
        return n * n * n / 3 + n * n * m + n * m * m + 6 * n * n + 12 * n * m +
               iterations * (m * m * m / 3 + 4 * m * m);
    case CNL_METHOD_PRIMAL:
        return iterations * (n * n * m + n * n * n / 3 + 6 * n * n + 12 * n * m);
    default:
        return NAN;
    }
}
