/* A plain scalar factorisation that follows the schedule gives the factor that dense elimination gives. */
#include "sparse_symbolic.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "context.h"
#include "panel_layout.h"
#include "sparse_cases.h"

typedef struct test_case {
    sparse_kind kind;
    int order;
} test_case;

static const test_case cases[] = {
    {KIND_DIAGONAL, 1}, {KIND_DIAGONAL, 9}, {KIND_TRIDIAGONAL, 2}, {KIND_TRIDIAGONAL, 40}, {KIND_ARROW, 3},
    {KIND_ARROW, 40},   {KIND_BLOCKS, 23},  {KIND_BLOCKS, 49},     {KIND_DENSE, 2},        {KIND_DENSE, 5},
    {KIND_DENSE, 33},   {KIND_RANDOM, 10},  {KIND_RANDOM, 60},     {KIND_RANDOM, 150},     {KIND_GRID, 64},
    {KIND_GRID, 150},   {KIND_KKT, 12},     {KIND_KKT, 60},        {KIND_KKT, 150},
};

static const sparse_weights weights[] = {
    {0, 0, 0},    /* no zeros */
    {8, 6, 200},  /* some */
    {0, 0, 1e12}, /* each tree in one front */
};
enum { WEIGHTS = sizeof weights / sizeof *weights, SEEDS = 3 };
static const int tiles[] = {1, 3, 4};
enum { TILES = sizeof tiles / sizeof *tiles };

/* Numbers of a factorisation that follows a schedule, and what it did. */
typedef struct numeric {
    const sparse_symbolic *symbolic;
    double *factor;
    double *updates;
    double *front; /* size x size, row-major, lower triangle */
    double flops;
    double update_entries;
    int64_t update_size; /* most numbers of update matrices alive at the same time */
} numeric;

static void *room(int64_t count, size_t size)
{
    void *memory = malloc((size_t)count * size + 1);
    if (memory == NULL) abort();
    return memory;
}

static double *block_element(const numeric *numbers, const sparse_front *front, int row, int column)
{
    int k = front->pivots;
    int below = front->size - k;
    int tile = numbers->symbolic->tile;
    if (row < k) return numbers->factor + front->diagonal + panel_layout_triangle_at(row, column, k, tile);
    if (column < k) return numbers->factor + front->below + panel_layout_rectangle_at(row - k, column, below, k, tile);
    return numbers->updates + front->update + panel_layout_triangle_at(row - k, column - k, below, tile);
}

static void clear(numeric *numbers, const sparse_front *front)
{
    for (int i = 0; i < front->size; i++)
        for (int j = 0; j <= i; j++) *block_element(numbers, front, i, j) = 0;
}

/* Whatever is read from an update matrix after this is NaN. */
static void poison_update(numeric *numbers, const sparse_front *front)
{
    for (int i = front->pivots; i < front->size; i++)
        for (int j = front->pivots; j <= i; j++) *block_element(numbers, front, i, j) = NAN;
}

static void add_children(numeric *numbers, const sparse_front *front)
{
    const sparse_symbolic *symbolic = numbers->symbolic;
    for (int c = front->first_child; c >= 0; c = symbolic->fronts[c].next_sibling) {
        const sparse_front *child = &symbolic->fronts[c];
        const int32_t *places = symbolic->parent_rows + child->row_start;
        for (int i = child->pivots; i < child->size; i++) {
            for (int j = child->pivots; j <= i; j++) {
                *block_element(numbers, front, places[i], places[j]) += *block_element(numbers, child, i, j);
                numbers->update_entries++;
            }
        }
        poison_update(numbers, child);
    }
}

static void eliminate(numeric *numbers, const sparse_front *front)
{
    const int8_t *signs = numbers->symbolic->signs + front->first_pivot;
    for (int k = 0; k < front->pivots; k++) {
        double pivot = sqrt(signs[k] * *block_element(numbers, front, k, k));
        *block_element(numbers, front, k, k) = pivot;
        numbers->flops++;
        for (int i = k + 1; i < front->size; i++) {
            *block_element(numbers, front, i, k) *= signs[k] / pivot;
            numbers->flops++;
        }
        for (int i = k + 1; i < front->size; i++) {
            for (int j = k + 1; j <= i; j++) {
                *block_element(numbers, front, i, j) -=
                    signs[k] * *block_element(numbers, front, i, k) * *block_element(numbers, front, j, k);
                numbers->flops += 2;
            }
        }
    }
}

static int64_t update_size_of(const sparse_symbolic *symbolic, int front)
{
    return panel_layout_triangle(symbolic->fronts[front].size - symbolic->fronts[front].pivots, symbolic->tile);
}

static numeric factorise(const sparse_symbolic *symbolic, const double *entries)
{
    numeric numbers = {.symbolic = symbolic};
    numbers.factor = room(symbolic->factor_size, sizeof(double));
    numbers.updates = room(symbolic->update_size, sizeof(double));
    for (int64_t i = 0; i < symbolic->factor_size; i++) numbers.factor[i] = NAN;
    for (int64_t i = 0; i < symbolic->update_size; i++) numbers.updates[i] = NAN;
    int64_t alive = 0;
    for (int f = 0; f < symbolic->front_count; f++) {
        const sparse_front *front = &symbolic->fronts[f];
        alive += update_size_of(symbolic, f);
        if (alive > numbers.update_size) numbers.update_size = alive;
        for (int c = front->first_child; c >= 0; c = symbolic->fronts[c].next_sibling)
            alive -= update_size_of(symbolic, c);
        clear(&numbers, front);
        for (int64_t e = front->entry_start; e < front[1].entry_start; e++)
            numbers.factor[symbolic->entry_positions[e]] += entries[symbolic->entry_indices[e]];
        add_children(&numbers, front);
        eliminate(&numbers, front);
    }
    return numbers;
}

/* The signed Cholesky factor of the permuted matrix, lower triangle, by the definition. */
static double *dense_factor(const sparse_case *made, const sparse_symbolic *symbolic)
{
    int order = made->order;
    double *L = room((int64_t)order * order, sizeof *L);
    for (int i = 0; i < order; i++) {
        for (int j = 0; j <= i; j++) {
            double sum = made->dense[symbolic->permutation[i] * order + symbolic->permutation[j]];
            for (int k = 0; k < j; k++) sum -= symbolic->signs[k] * L[i * order + k] * L[j * order + k];
            L[i * order + j] = i == j ? sqrt(symbolic->signs[i] * sum) : symbolic->signs[j] * sum / L[j * order + j];
        }
    }
    return L;
}

static double worst_difference(const numeric *numbers, const double *dense)
{
    const sparse_symbolic *symbolic = numbers->symbolic;
    int order = symbolic->order;
    double *L = room((int64_t)order * order, sizeof *L);
    memset(L, 0, (size_t)order * (size_t)order * sizeof *L);
    for (int f = 0; f < symbolic->front_count; f++) {
        const sparse_front *front = &symbolic->fronts[f];
        const int32_t *rows = symbolic->rows + front->row_start;
        for (int j = 0; j < front->pivots; j++)
            for (int i = j; i < front->size; i++)
                L[rows[i] * order + front->first_pivot + j] = *block_element(numbers, front, i, j);
    }
    double worst = 0;
    for (int i = 0; i < order; i++)
        for (int j = 0; j <= i; j++)
            if (!(fabs(L[i * order + j] - dense[i * order + j]) <= worst))
                worst = fabs(L[i * order + j] - dense[i * order + j]);
    free(L);
    return worst;
}

/* The numbers of L that are not zero by the pattern alone: eliminate the pattern column by column. */
static double fill_of(const sparse_case *made, const sparse_symbolic *symbolic)
{
    int order = made->order;
    bool *is_set = room((int64_t)order * order, sizeof *is_set);
    for (int i = 0; i < order; i++)
        for (int j = 0; j < order; j++)
            is_set[i * order + j] = made->dense[symbolic->permutation[i] * order + symbolic->permutation[j]] != 0;
    double count = 0;
    for (int k = 0; k < order; k++) {
        for (int i = k; i < order; i++) {
            if (!is_set[i * order + k]) continue;
            count++;
            for (int j = k + 1; j <= i; j++)
                if (is_set[j * order + k]) is_set[i * order + j] = true;
        }
    }
    free(is_set);
    return count;
}

static void check_lists(const sparse_symbolic *symbolic)
{
    int order = symbolic->order;
    int *times = calloc((size_t)(order + symbolic->entry_count), sizeof *times);
    if (times == NULL) abort();
    long bad = 0;
    for (int i = 0; i < order; i++) bad += times[symbolic->permutation[i]]++ != 0;
    for (int64_t e = 0; e < symbolic->entry_count; e++) bad += times[order + symbolic->entry_indices[e]]++ != 0;
    int next_pivot = 0;
    int children = 0;
    for (int f = 0; f < symbolic->front_count; f++) {
        const sparse_front *front = &symbolic->fronts[f];
        const int32_t *rows = symbolic->rows + front->row_start;
        const int32_t *places = symbolic->parent_rows + front->row_start;
        bad += front->first_pivot != next_pivot || front->pivots < 1 || front->size > symbolic->largest_front;
        bad += front->parent < 0 ? front->size != front->pivots : front->parent <= f;
        next_pivot += front->pivots;
        for (int i = 0; i < front->size; i++) {
            bad += i < front->pivots ? rows[i] != front->first_pivot + i : rows[i] <= rows[i - 1];
            bad += i < front->pivots ? places[i] != -1
                                     : symbolic->rows[symbolic->fronts[front->parent].row_start + places[i]] != rows[i];
        }
        for (int c = front->first_child; c >= 0; c = symbolic->fronts[c].next_sibling) {
            bad += symbolic->fronts[c].parent != f;
            children++;
        }
    }
    for (int f = 0; f < symbolic->front_count; f++) children += symbolic->fronts[f].parent < 0;
    CHECK_INT(next_pivot, order);
    CHECK_INT(children, symbolic->front_count);
    CHECK_INT(bad, 0);
    free(times);
}

static void check_one(const cnl_context *context, const sparse_case *made, const sparse_weights *chosen, int tile)
{
    sparse_symbolic *symbolic;
    if (!CHECK_OK(sparse_analyse(context, &made->pattern, chosen, tile, &symbolic, NULL))) return;
    check_lists(symbolic);
    numeric numbers = factorise(symbolic, made->numbers);
    double *dense = dense_factor(made, symbolic);
    CHECK_AT_MOST(worst_difference(&numbers, dense), 1e-13 * made->order);
    CHECK_NEAR(symbolic->flops, numbers.flops, 0);
    CHECK_NEAR(symbolic->update_entries, numbers.update_entries, 0);
    CHECK_INT(symbolic->update_size, numbers.update_size);
    double fill = fill_of(made, symbolic);
    if (chosen == &weights[0]) CHECK_NEAR(symbolic->factor_entries, fill, 0);
    CHECK_AT_MOST(fill, symbolic->factor_entries);
    free(dense);
    free(numbers.factor);
    free(numbers.updates);
    context_release(context, symbolic);
}

static void the_schedule_gives_the_dense_factor(const test_case *row)
{
    cnl_context *context;
    if (!CHECK_OK(cnl_context_create(NULL, &context, NULL))) return;
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        sparse_case made = sparse_case_make(row->kind, row->order, seed);
        for (int w = 0; w < WEIGHTS; w++) {
            for (int t = 0; t < TILES; t++) {
                check_note("kind %d, order %d, seed %d, weights %d, tile %d", row->kind, row->order, (int)seed, w,
                           tiles[t]);
                check_one(context, &made, &weights[w], tiles[t]);
            }
        }
        sparse_case_free(&made);
    }
    cnl_context_destroy(context);
}

int main(int argc, char **argv)
{
    check_arguments(argc, argv);
    RUN_CASES(the_schedule_gives_the_dense_factor, cases);
    return check_report();
}
