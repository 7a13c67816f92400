#include "patterns.h"

#include <stdlib.h>

#include "check.h"
#include "core/context.h"

/* Panels on a device are single rows, and sparse factors go level by level. */
static const cnl_context *device_context(void)
{
    static cnl_context *context = NULL;
    if (context == NULL && CHECK_OK(cnl_context_create(NULL, &context, NULL))) {
        context->tile = 1;
        context->levels = true;
    }
    return context;
}

enum { PER_COLUMN = 3 };

static int smaller(int a, int b) { return a < b ? a : b; }

/* Rows k, k + 1, ... of column k, cut off at `last`, each once and in order. */
static void fill_pattern(int columns, int rows, int per_column, int32_t *starts, int32_t *indices)
{
    int32_t count = 0;
    for (int k = 0; k < columns; k++) {
        starts[k] = count;
        int first = rows > per_column ? k % (rows - per_column + 1) : 0;
        for (int i = 0; i < smaller(per_column, rows); i++) indices[count++] = first + i;
    }
    starts[columns] = count;
}

plan *plan_of(int n, int m, cnl_layout layout)
{
    int32_t *numbers = malloc(sizeof *numbers * (size_t)(2 * (n + 1) + n + PER_COLUMN * n));
    int32_t *P_starts = numbers;
    int32_t *A_starts = P_starts + n + 1;
    int32_t *P_rows = A_starts + n + 1;
    int32_t *A_rows = P_rows + n;
    cnl_structure given = {.n = n, .m = m, .cones.l = m, .P.layout = layout, .A.layout = layout};
    for (int k = 0; k <= n; k++) P_starts[k] = k;
    for (int k = 0; k < n; k++) P_rows[k] = k;
    fill_pattern(n, m, PER_COLUMN, A_starts, A_rows);
    if (layout == CNL_CSC) {
        given.P = (cnl_pattern){CNL_CSC, P_starts, P_rows};
        given.A = (cnl_pattern){CNL_CSC, A_starts, A_rows};
    }
    plan *made = NULL;
    CHECK_OK(plan_create(device_context(), &given, NULL, &made, NULL));
    free(numbers);
    return made;
}

plan *plan_of_floats(int n, int m, double eps)
{
    cnl_structure given = {.n = n, .m = m, .cones.l = m, .P.layout = CNL_DENSE, .A.layout = CNL_DENSE};
    cnl_settings settings = cnl_settings_default();
    settings.f32 = 1;
    settings.eps_abs = settings.eps_rel = eps;
    plan *made = NULL;
    CHECK_OK(plan_create(device_context(), &given, &settings, &made, NULL));
    return made;
}

plan *plan_of_linear(int n, int m)
{
    cnl_structure given = {.n = n, .m = m, .cones.l = m, .P.layout = CNL_ABSENT, .A.layout = CNL_DENSE};
    cnl_settings settings = cnl_settings_default();
    settings.method = CNL_METHOD_PRIMAL;
    plan *made = NULL;
    CHECK_OK(plan_create(device_context(), &given, &settings, &made, NULL));
    return made;
}

void plan_free(plan *unwanted) { plan_destroy(device_context(), unwanted); }
