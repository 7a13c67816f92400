#include "sparse_plan.h"

#include "context.h"
#include "error.h"
#include "sparse_data.h"
#include "sparse_kkt.h"
#include "sparse_levels.h"

static sparse_lists lists_layout(arena *memory, size_t rows, size_t count)
{
    sparse_lists lists = {.starts = arena_take(memory, rows + 1, sizeof *lists.starts)};
    lists.number = arena_take(memory, count, sizeof *lists.number);
    lists.other = arena_take(memory, count, sizeof *lists.other);
    return lists;
}

/* The plan but its schedule, which has memory of its own; with memory->base NULL only counts. */
static sparse_plan *take_arrays(arena *memory, const structure *problem, const sparse_plan *sizes)
{
    sparse_plan *plan = arena_take(memory, 1, sizeof *plan);
    sparse_plan room = *sizes;
    size_t width = sizeof(int32_t);
    size_t n = (size_t)sizes->n;
    size_t P_count = (size_t)sizes->P_count;
    size_t A_count = (size_t)sizes->A_count;
    size_t cones = (size_t)sizes->cones;
    size_t entries = (size_t)sizes->number_count - n;
    room.P_map = arena_take(memory, (size_t)problem->P.count, width);
    room.A_map = arena_take(memory, A_count, width);
    room.P_rows = arena_take(memory, P_count, width);
    room.P_columns = arena_take(memory, P_count, width);
    room.P_diagonal = arena_take(memory, n, width);
    room.P_lists = lists_layout(memory, n, 2 * P_count - n);
    room.A_rows = arena_take(memory, A_count, width);
    room.column_starts = arena_take(memory, n + 1, width);
    room.A_lists = lists_layout(memory, (size_t)sizes->m, A_count);
    room.cone_extra = arena_take(memory, cones, width);
    room.cone_numbers = arena_take(memory, cones, width);
    room.place = arena_take(memory, (size_t)sizes->order, width);
    room.entry_rows = arena_take(memory, entries, width);
    if (plan) *plan = room;
    return plan;
}

/* The sizes of a plan, or more than can be counted. */
static bool count_sizes(const structure *problem, int64_t P_count, sparse_plan *sizes)
{
    int64_t extra_columns, cone_numbers;
    sparse_kkt_count_cones(problem, &extra_columns, &cone_numbers);
    int64_t order = (int64_t)problem->n + problem->m + extra_columns;
    int64_t numbers = P_count + problem->A.count + order + cone_numbers;
    if (numbers > INT32_MAX) return false;
    *sizes = (sparse_plan){.n = problem->n,
                           .m = problem->m,
                           .order = (int32_t)order,
                           .cones = problem->q_count,
                           .P_count = (int32_t)P_count,
                           .A_count = (int32_t)problem->A.count,
                           .A_start = (int32_t)P_count,
                           .number_count = (int32_t)numbers};
    sizes->diagonal_start = sizes->A_start + sizes->A_count;
    sizes->cone_start = sizes->diagonal_start + sizes->order;
    return true;
}

/* From places in the pattern to places in the array of all numbers. */
static void adopt_schedule(sparse_plan *plan, const sparse_kkt *kkt)
{
    sparse_symbolic *symbolic = plan->symbolic;
    for (int i = 0; i < plan->order; i++) plan->place[symbolic->permutation[i]] = i;
    for (int64_t e = 0; e < symbolic->entry_count; e++) {
        int32_t number = kkt->number[symbolic->entry_indices[e]];
        symbolic->entry_indices[e] = number;
        bool is_of_A = number >= plan->A_start && number < plan->diagonal_start;
        plan->entry_rows[e] = is_of_A ? plan->A_rows[number - plan->A_start] : plan->m;
    }
}

/* The schedule of the pattern; `plan` has all else. */
static cnl_status analyse(const cnl_context *context, const structure *problem, int tile, sparse_plan *plan,
                          cnl_error *error)
{
    arena counted = {NULL, 0};
    sparse_kkt_layout(&counted, plan);
    arena carved = {context_allocate(context, counted.used), 0};
    if (carved.base == NULL)
        return error_set(error, CNL_OUT_OF_MEMORY, "no memory for the pattern of a KKT matrix: %zu bytes",
                         counted.used);
    sparse_kkt kkt = sparse_kkt_layout(&carved, plan);
    sparse_kkt_fill(problem, plan, &kkt);
    sparse_pattern pattern = {plan->order, kkt.column_starts, kkt.row_indices, kkt.signs, kkt.weak};
    cnl_status status = sparse_analyse(context, &pattern, NULL, tile, &plan->symbolic, error);
    if (status == CNL_OK && context->levels) status = sparse_use_levels(context, plan->symbolic, error);
    if (status == CNL_OK) {
        adopt_schedule(plan, &kkt);
        arena schedule = {NULL, 0};
        sparse_symbolic_layout(&schedule, plan->symbolic);
        plan->bytes += schedule.used;
    }
    context_release(context, carved.base);
    return status;
}

static cnl_status fill_plan(const cnl_context *context, const structure *problem, int tile,
                            sparse_data_scratch *scratch, sparse_plan **made, cnl_error *error)
{
    sparse_plan sizes;
    if (!count_sizes(problem, sparse_data_gather_P(problem, scratch), &sizes))
        return error_set(error, CNL_NOT_SUPPORTED, "the problem has too many numbers for the sparse method");
    arena counted = {NULL, 0};
    take_arrays(&counted, problem, &sizes);
    arena carved = {context_allocate(context, counted.used), 0};
    if (carved.base == NULL)
        return error_set(error, CNL_OUT_OF_MEMORY, "no memory for the plan of the sparse method: %zu bytes",
                         counted.used);
    sizes.bytes = counted.used;
    *made = take_arrays(&carved, problem, &sizes);
    sparse_data_fill_P(problem, scratch, *made);
    sparse_data_fill_A(problem, scratch, *made);
    sparse_kkt_place_cones(problem, *made);
    return analyse(context, problem, tile, *made, error);
}

cnl_status sparse_plan_create(const cnl_context *context, const structure *problem, int tile, sparse_plan **made,
                              cnl_error *error)
{
    *made = NULL;
    sparse_plan sizes;
    if (!count_sizes(problem, problem->P.count + problem->n, &sizes))
        return error_set(error, CNL_NOT_SUPPORTED, "the problem has too many numbers for the sparse method");
    arena counted = {NULL, 0};
    sparse_data_scratch_layout(&counted, problem);
    arena carved = {context_allocate(context, counted.used), 0};
    if (carved.base == NULL)
        return error_set(error, CNL_OUT_OF_MEMORY, "no memory to plan the sparse method: %zu bytes", counted.used);
    sparse_data_scratch scratch = sparse_data_scratch_layout(&carved, problem);
    cnl_status status = fill_plan(context, problem, tile, &scratch, made, error);
    context_release(context, carved.base);
    if (status != CNL_OK) {
        sparse_plan_destroy(context, *made);
        *made = NULL;
    }
    return status;
}

void sparse_plan_destroy(const cnl_context *context, sparse_plan *unwanted)
{
    if (unwanted == NULL) return;
    context_release(context, unwanted->symbolic);
    context_release(context, unwanted);
}

/* Fitted with those of plan_cost(). The solves, about five, are part of what a row costs. */
double sparse_plan_cost(const sparse_plan *plan)
{
    const sparse_symbolic *symbolic = plan->symbolic;
    double numbers = (double)plan->P_count + plan->A_count;
    double rows = (double)plan->n + plan->m;
    return 0.012 * symbolic->flops + 1.6 * symbolic->update_entries + 9 * symbolic->front_count + 2 * numbers +
           14 * rows;
}
