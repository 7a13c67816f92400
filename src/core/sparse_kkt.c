#include "sparse_kkt.h"

#include <stdbool.h>

static int64_t numbers_of_cone(int64_t size) { return size > 1 ? 2 * size : 0; }

void sparse_kkt_count_cones(const structure *problem, int64_t *extra_columns, int64_t *numbers)
{
    *extra_columns = 0;
    *numbers = 0;
    for (int k = 0; k < problem->q_count; k++) {
        *extra_columns += problem->q[k] > 1 ? 2 : 0;
        *numbers += numbers_of_cone(problem->q[k]);
    }
}

void sparse_kkt_place_cones(const structure *problem, sparse_plan *plan)
{
    int32_t column = problem->n + problem->m;
    int32_t number = plan->cone_start;
    for (int k = 0; k < problem->q_count; k++) {
        plan->cone_extra[k] = problem->q[k] > 1 ? column : -1;
        plan->cone_numbers[k] = number;
        column += problem->q[k] > 1 ? 2 : 0;
        number += (int32_t)numbers_of_cone(problem->q[k]);
    }
}

sparse_kkt sparse_kkt_layout(arena *memory, const sparse_plan *plan)
{
    /* every number is one entry; only the diagonal of P is counted twice, with the diagonal of the matrix */
    size_t entries = (size_t)(plan->number_count - plan->n);
    sparse_kkt kkt = {.column_starts = arena_take(memory, (size_t)plan->order + 1, sizeof *kkt.column_starts)};
    kkt.row_indices = arena_take(memory, entries, sizeof *kkt.row_indices);
    kkt.number = arena_take(memory, entries, sizeof *kkt.number);
    kkt.signs = arena_take(memory, (size_t)plan->order, sizeof *kkt.signs);
    kkt.weak = arena_take(memory, (size_t)plan->order, sizeof *kkt.weak);
    return kkt;
}

static void add_entry(sparse_kkt *kkt, int32_t *count, int32_t row, int32_t number)
{
    kkt->row_indices[*count] = row;
    kkt->number[(*count)++] = number;
}

static void end_column(const sparse_plan *plan, sparse_kkt *kkt, int32_t *count, int32_t column, int8_t sign)
{
    add_entry(kkt, count, column, plan->diagonal_start + column);
    kkt->signs[column] = sign;
    kkt->weak[column] = 0;
    kkt->column_starts[column + 1] = *count;
}

static void fill_variables(const sparse_plan *plan, sparse_kkt *kkt, int32_t *count)
{
    int32_t e = 0;
    for (int32_t j = 0; j < plan->n; j++) {
        for (; e < plan->P_diagonal[j]; e++) add_entry(kkt, count, plan->P_rows[e], e);
        e++;
        end_column(plan, kkt, count, j, 1);
    }
}

static void fill_row_of_A(const sparse_plan *plan, sparse_kkt *kkt, int32_t *count, int32_t i)
{
    for (int32_t k = plan->A_lists.starts[i]; k < plan->A_lists.starts[i + 1]; k++)
        add_entry(kkt, count, plan->A_lists.other[k], plan->A_lists.number[k]);
}

/* The first extra column is weak: its own 1 is next to nothing beside the numbers above it. */
static void fill_extra_columns(const structure *problem, const sparse_plan *plan, sparse_kkt *kkt, int32_t *count,
                               int k)
{
    int32_t number = plan->cone_numbers[k];
    for (int32_t which = 0; which < 2 && plan->cone_extra[k] >= 0; which++) {
        for (int32_t i = 0; i < problem->q[k]; i++) add_entry(kkt, count, plan->n + problem->q_start[k] + i, number++);
        end_column(plan, kkt, count, plan->cone_extra[k] + which, which == 0 ? 1 : -1);
        kkt->weak[plan->cone_extra[k] + which] = which == 0;
    }
}

static void find_weak_variables(const structure *problem, const sparse_plan *plan, sparse_kkt *kkt)
{
    for (int j = 0; j < plan->n; j++) kkt->weak[j] = 1;
    for (int64_t e = 0; e < problem->P.count; e++) {
        int32_t column = plan->P_columns[plan->P_map[e]];
        if (plan->P_rows[plan->P_map[e]] == column) kkt->weak[column] = 0;
    }
}

void sparse_kkt_fill(const structure *problem, const sparse_plan *plan, sparse_kkt *kkt)
{
    int32_t count = 0;
    kkt->column_starts[0] = 0;
    fill_variables(plan, kkt, &count);
    for (int32_t i = 0; i < problem->m; i++) {
        fill_row_of_A(plan, kkt, &count, i);
        end_column(plan, kkt, &count, plan->n + i, -1);
        kkt->weak[plan->n + i] = i < problem->z;
    }
    for (int k = 0; k < problem->q_count; k++) fill_extra_columns(problem, plan, kkt, &count, k);
    find_weak_variables(problem, plan, kkt);
}
