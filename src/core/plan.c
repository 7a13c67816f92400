#include "plan.h"

#include <math.h>

#include "error.h"
#include "settings.h"

/* Iterations assumed when methods are compared. */
static const double typical_iterations = 9;

/* Nanoseconds fitted to the families of bench/ (n = 5 ... 300) on packs of eight lanes, to about a factor of 1.5: what
   a multiplication and addition, a number of a matrix and a row or variable cost. By rows there is one matrix, which
   stays in cache with few vectors, and no product; by columns there are products, but the matrix is of order n; the
   embedding has more of them, and turns the rows of second-order cones anew in each iteration. */
double plan_cost(const structure *problem, route route)
{
    double n = problem->n;
    double m = problem->m;
    if (route == ROUTE_DUAL_BY_ROWS)
        return 0.018 * (n * n * n / 3 + n * n * m + n * m * m + typical_iterations * m * m * m / 3) +
               4 * (n + typical_iterations * m);
    if (route == ROUTE_DUAL_BY_COLUMNS)
        return (typical_iterations + 1) * 0.015 * (n * n * n / 3 + n * n * m) + typical_iterations * 0.35 * n * m +
               5 * (n + typical_iterations * m);
    return typical_iterations * (0.036 * (n * n * m + n * n * n / 3) + 0.3 * (n * n + n * m) + 14 * (n + m));
}

/* Same numbers as src/engine/panel.h, for a panel height known only at run time. */
static int32_t rectangle_place(int64_t i, int64_t k, int64_t p, int64_t q, int64_t tile)
{
    int64_t panel = i / tile;
    int64_t height = p - tile * panel < tile ? p - tile * panel : tile;
    return (int32_t)(tile * panel * q + k * height + i % tile);
}

static int32_t triangle_place(int64_t i, int64_t j, int64_t n, int64_t tile)
{
    int64_t row = i > j ? i : j;
    int64_t column = i > j ? j : i;
    int64_t panel = row / tile;
    int64_t height = n - tile * panel < tile ? n - tile * panel : tile;
    return (int32_t)(tile * tile * panel * (panel + 1) / 2 + column * height + row % tile);
}

typedef int32_t place_function(int64_t i, int64_t k, int64_t rows, int64_t columns, int64_t tile);

static int32_t place_symmetric(int64_t i, int64_t k, int64_t rows, int64_t columns, int64_t tile)
{
    (void)columns;
    return triangle_place(i, k, rows, tile);
}

static int32_t place_by_rows(int64_t i, int64_t k, int64_t rows, int64_t columns, int64_t tile)
{
    return rectangle_place(i, k, rows, columns, tile);
}

static int32_t place_by_columns(int64_t i, int64_t k, int64_t rows, int64_t columns, int64_t tile)
{
    return rectangle_place(k, i, columns, rows, tile);
}

/* The place of every number of a matrix, in the order in which the user stores them. */
static const int32_t *map_layout(arena *memory, const matrix_pattern *matrix, place_function *place, int tile)
{
    int32_t *map = arena_take(memory, (size_t)matrix->count, sizeof *map);
    if (map == NULL) return NULL;
    int64_t e = 0;
    if (matrix->layout == CNL_DENSE) {
        for (int i = 0; i < matrix->rows; i++)
            for (int k = 0; k < matrix->columns; k++) map[e++] = place(i, k, matrix->rows, matrix->columns, tile);
    } else if (matrix->layout == CNL_CSC) {
        for (int k = 0; k < matrix->columns; k++)
            for (; e < matrix->column_starts[k + 1]; e++)
                map[e] = place(matrix->row_indices[e], k, matrix->rows, matrix->columns, tile);
    }
    return map;
}

static bool fits_dense(const structure *problem)
{
    const int64_t most = INT32_MAX / 2;
    return (int64_t)problem->n * problem->n < most && (int64_t)problem->n * problem->m < most;
}

/* What the complementarity problem asks of a structure: something to invert, and no second-order cones. */
static bool fits_definite(const structure *problem)
{
    return problem->P.layout != CNL_ABSENT && problem->q_count == 0 && problem->m > 0 && fits_dense(problem);
}

/* The dual method's matrix is m x m. */
static bool fits_dual(const structure *problem)
{
    return fits_definite(problem) && (int64_t)problem->m * problem->m < INT32_MAX / 2;
}

/* Can P be positive definite, and the zero cone's rows independent, as far as the structure tells? */
static bool suits_definite(const structure *problem)
{
    return fits_definite(problem) && problem->P.count >= problem->n && problem->z <= problem->n;
}

/* The primal method begins with the complementarity problem where there may be one. */
static route route_of(const structure *problem, cnl_method method)
{
    if (method == CNL_METHOD_SPARSE) return ROUTE_SPARSE;
    if (method == CNL_METHOD_DUAL) return ROUTE_DUAL_BY_ROWS;
    return suits_definite(problem) ? ROUTE_DUAL_BY_COLUMNS : ROUTE_EMBEDDING;
}

/* May the sparse method be the cheapest? Not where nothing is sparse. */
static bool is_worth_analysing(const structure *problem, cnl_method wanted)
{
    bool is_dense = problem->P.layout == CNL_DENSE && problem->A.layout == CNL_DENSE;
    return wanted == CNL_METHOD_SPARSE || (wanted == CNL_METHOD_AUTO && !is_dense);
}

static cnl_method cheapest_method(const structure *problem, const sparse_plan *sparse)
{
    cnl_method method = CNL_METHOD_PRIMAL;
    double best = fits_dense(problem) ? plan_cost(problem, route_of(problem, method)) : INFINITY;
    if (fits_dual(problem) && suits_definite(problem) && plan_cost(problem, ROUTE_DUAL_BY_ROWS) < best) {
        best = plan_cost(problem, ROUTE_DUAL_BY_ROWS);
        method = CNL_METHOD_DUAL;
    }
    if (sparse && typical_iterations * sparse_plan_cost(sparse) < best) method = CNL_METHOD_SPARSE;
    return method;
}

/* The method, and the sparse plan if that is it. */
static cnl_status choose_method(const cnl_context *context, plan *chosen, cnl_error *error)
{
    const structure *problem = chosen->structure;
    cnl_method wanted = chosen->settings.method;
    if (wanted == CNL_METHOD_DUAL && !fits_dual(problem))
        return error_set(error, CNL_NOT_SUPPORTED,
                         "the dual method needs P, at least one row and no second-order cones");
    if (is_worth_analysing(problem, wanted)) {
        cnl_status status = sparse_plan_create(context, problem, context->tile, &chosen->sparse, error);
        if (status == CNL_NOT_SUPPORTED && wanted == CNL_METHOD_AUTO && fits_dense(problem)) status = CNL_OK;
        if (status != CNL_OK) return status;
    }
    if (wanted == CNL_METHOD_AUTO) wanted = cheapest_method(problem, chosen->sparse);
    if (wanted == CNL_METHOD_PRIMAL && !fits_dense(problem))
        return error_set(error, CNL_NOT_SUPPORTED, "the problem is too large for the dense primal method");
    if (wanted != CNL_METHOD_SPARSE) {
        sparse_plan_destroy(context, chosen->sparse);
        chosen->sparse = NULL;
    }
    chosen->method = wanted;
    chosen->route = route_of(problem, wanted);
    chosen->rescue = chosen->route == ROUTE_DUAL_BY_ROWS || chosen->route == ROUTE_DUAL_BY_COLUMNS;
    return CNL_OK;
}

/* The plan without its sparse part, which has memory of its own; with memory->base NULL only counts. */
static plan *plan_layout(arena *memory, const cnl_structure *given, const plan *chosen, int tile)
{
    plan *made = arena_take(memory, 1, sizeof *made);
    const structure *problem = structure_layout(memory, given);
    plan room = *chosen;
    if (problem == NULL) problem = chosen->structure;
    room.structure = problem;
    room.P_weight = problem->P.layout == CNL_CSC && problem->P.upper ? 1 : 0.5;
    if (room.method != CNL_METHOD_SPARSE) {
        room.P_map = map_layout(memory, &problem->P, place_symmetric, tile);
        room.A_by_columns = map_layout(memory, &problem->A, place_by_columns, tile);
    }
    if (room.route == ROUTE_DUAL_BY_ROWS) room.A_by_rows = map_layout(memory, &problem->A, place_by_rows, tile);
    room.bytes = memory->used + (room.sparse ? room.sparse->bytes : 0);
    if (made) *made = room;
    return made;
}

cnl_status plan_create(const cnl_context *context, const cnl_structure *given, const cnl_settings *settings,
                       plan **made, cnl_error *error)
{
    *made = NULL;
    cnl_settings defaults = cnl_settings_default();
    if (settings == NULL) settings = &defaults;
    cnl_status status = structure_check(given, error);
    if (status == CNL_OK) status = settings_check(settings, error);
    if (status != CNL_OK) return status;

    /* a first copy of the structure, to choose the method by */
    arena count = {NULL, 0};
    structure_layout(&count, given);
    void *copy = context_allocate(context, count.used);
    if (copy == NULL) return error_set(error, CNL_OUT_OF_MEMORY, "out of memory for a problem's structure");
    arena memory = {copy, 0};
    plan chosen = {.structure = structure_layout(&memory, given), .settings = *settings};
    status = choose_method(context, &chosen, error);
    if (status == CNL_OK) {
        count = (arena){NULL, 0};
        plan_layout(&count, given, &chosen, context->tile);
        memory = (arena){context_allocate(context, count.used), 0};
        if (memory.base)
            *made = plan_layout(&memory, given, &chosen, context->tile);
        else
            status = error_set(error, CNL_OUT_OF_MEMORY, "out of memory for the plan of a solver");
    }
    if (status != CNL_OK) sparse_plan_destroy(context, chosen.sparse);
    context_release(context, copy);
    return status;
}

void plan_destroy(const cnl_context *context, plan *unwanted)
{
    if (unwanted == NULL) return;
    sparse_plan_destroy(context, unwanted->sparse);
    context_release(context, unwanted);
}
