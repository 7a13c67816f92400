/* What the interior point takes for a certificate, of sums that have overflowed too. */
#include <math.h>

#include "check.h"

#include "arena.h"
#include "executor.h"
#include "plan.h"
#include "structure.h"

#include "cpu/pack.h"

#include "cpu/pack_runs.h"

#include "cpu/pack_cholesky.h"
#include "cpu/pack_front.h"
#include "cpu/pack_gram.h"
#include "cpu/pack_product.h"
#include "cpu/pack_room.h"
#include "cpu/pack_scale.h"

#include "engine/interior_point_measure.h"

static const cnl_settings settings = {.eps_infeasible = 1e-8};

/* Either certificate has the objective -size and the residual `residual`. */
static ip_residual judge_at(double size, double residual)
{
    real square = splat(residual) * splat(residual);
    ip_sums sums = {
        .slope = splat(-size), .linear = splat(-size), .ray_dual = square, .ray_P = square, .ray_primal = square};
    ip_residual found = {0};
    ip_certificates(&sums, splat(1), &settings, &found);
    return found;
}

typedef struct test_case {
    const char *name;
    double size, residual;
    int proven, near;
} test_case;

static const test_case cases[] = {
    {"a ray", 1, 1e-9, 1, 1},
    {"a ray of any length", 1e12, 1e3, 1, 1},
    {"near a ray", 1, 1e-5, 0, 1},
    {"no ray", 1, 1, 0, 0},
    {"upwards", -1, 0, 0, 0},
    {"nothing", 0, 0, 0, 0},
    {"an overflow", INFINITY, INFINITY, 0, 0},
    {"an infinite objective", INFINITY, 1, 0, 0},
    {"no number", NAN, 0, 0, 0},
    {"no residual", 1, NAN, 0, 0},
};

static void certificates_are_finite(const test_case *row)
{
    ip_residual found = judge_at(row->size, row->residual);
    check_note("%s", row->name);
    CHECK_INT(some(found.primal_infeasible), row->proven);
    CHECK_INT(some(found.dual_infeasible), row->proven);
    CHECK_INT(some(found.near_primal_ray), row->near);
    CHECK_INT(some(found.near_dual_ray), row->near);
}

int main(int argc, char **argv)
{
    check_arguments(argc, argv);
    RUN_CASES(certificates_are_finite, cases);
    return check_report();
}
