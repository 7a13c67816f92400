/* What the sparse analysis promises beside being right: memory, fill, merging, copies. */
#include <string.h>

#include "check.h"
#include "context.h"
#include "counting_allocator.h"
#include "sparse_cases.h"
#include "sparse_levels.h"
#include "sparse_symbolic.h"

static const sparse_weights no_zeros = {0, 0, 0};

static sparse_symbolic *analysed(const cnl_context *context, const sparse_case *made, const sparse_weights *weights)
{
    sparse_symbolic *symbolic = NULL;
    CHECK_OK(sparse_analyse(context, &made->pattern, weights, 4, &symbolic, NULL));
    return symbolic;
}

/* Every allocation may fail; then nothing is left behind. */
static void a_failing_allocation_is_reported(void)
{
    sparse_case made = sparse_case_make(KIND_KKT, 60, 1);
    int left = 1; /* the context itself */
    cnl_status status = CNL_OUT_OF_MEMORY;
    for (; status != CNL_OK && left < 100; left++) {
        counter count = {.left = left};
        cnl_context_options options = counting(&count);
        cnl_context *context;
        sparse_symbolic *symbolic = (sparse_symbolic *)&count;
        cnl_error error = {0};
        if (!CHECK_OK(cnl_context_create(&options, &context, NULL))) break;
        status = sparse_analyse(context, &made.pattern, NULL, 4, &symbolic, &error);
        if (status != CNL_OK) {
            CHECK_INT(status, CNL_OUT_OF_MEMORY);
            CHECK_CONTAINS(error.message, "memory");
            CHECK(symbolic == NULL);
        }
        context_release(context, symbolic);
        cnl_context_destroy(context);
        CHECK_INT(count.allocated, count.released);
    }
    CHECK_OK(status);
    CHECK(left > 3);
    sparse_case_free(&made);
}

typedef struct no_fill_case {
    sparse_kind kind;
    int order;
    double entries;
} no_fill_case;

static const no_fill_case no_fill_cases[] = {
    {KIND_DIAGONAL, 50, 50},   {KIND_TRIDIAGONAL, 50, 99}, {KIND_ARROW, 50, 99},
    {KIND_BLOCKS, 49, 7 * 28}, {KIND_DENSE, 20, 210},
};

/* These have an order without fill, and minimum degree finds it. */
static void no_fill_where_none_is_needed(const no_fill_case *row)
{
    cnl_context *context;
    if (!CHECK_OK(cnl_context_create(NULL, &context, NULL))) return;
    sparse_case made = sparse_case_make(row->kind, row->order, 1);
    sparse_symbolic *symbolic = analysed(context, &made, &no_zeros);
    if (symbolic != NULL) CHECK_NEAR(symbolic->factor_entries, row->entries, 0);
    context_release(context, symbolic);
    sparse_case_free(&made);
    cnl_context_destroy(context);
}

static void dense_parts_are_one_front(void)
{
    cnl_context *context;
    if (!CHECK_OK(cnl_context_create(NULL, &context, NULL))) return;
    sparse_case dense = sparse_case_make(KIND_DENSE, 30, 1);
    sparse_case blocks = sparse_case_make(KIND_BLOCKS, 49, 1);
    sparse_symbolic *one = analysed(context, &dense, &no_zeros);
    sparse_symbolic *seven = analysed(context, &blocks, &no_zeros);
    if (one != NULL) CHECK_INT(one->front_count, 1);
    if (one != NULL) CHECK_INT(one->update_size, 0);
    if (seven != NULL) CHECK_INT(seven->front_count, 7);
    context_release(context, one);
    context_release(context, seven);
    sparse_case_free(&dense);
    sparse_case_free(&blocks);
    cnl_context_destroy(context);
}

static double cost_of(const sparse_symbolic *symbolic, const sparse_weights *weights)
{
    return symbolic->flops / 2 + weights->per_factor_entry * symbolic->factor_entries +
           weights->per_update_entry * symbolic->update_entries + weights->per_front * symbolic->front_count;
}

static void merging_lowers_the_cost(void)
{
    cnl_context *context;
    if (!CHECK_OK(cnl_context_create(NULL, &context, NULL))) return;
    sparse_case made = sparse_case_make(KIND_GRID, 200, 1);
    sparse_weights weights = sparse_weights_default();
    sparse_symbolic *apart = analysed(context, &made, &no_zeros);
    sparse_symbolic *merged = analysed(context, &made, &weights);
    if (apart != NULL && merged != NULL) {
        CHECK(merged->front_count < apart->front_count);
        CHECK_AT_MOST(cost_of(merged, &weights), cost_of(apart, &weights));
    }
    context_release(context, apart);
    context_release(context, merged);
    sparse_case_free(&made);
    cnl_context_destroy(context);
}

static void a_copy_holds_the_same(void)
{
    cnl_context *context;
    if (!CHECK_OK(cnl_context_create(NULL, &context, NULL))) return;
    sparse_case made = sparse_case_make(KIND_KKT, 60, 2);
    sparse_symbolic *given = analysed(context, &made, NULL);
    CHECK_OK(sparse_use_levels(context, given, NULL));
    arena counted = {0};
    CHECK(sparse_symbolic_layout(&counted, given) == NULL);
    arena carved = {.base = context_allocate(context, counted.used)};
    if (CHECK(carved.base != NULL)) {
        sparse_symbolic *copy = sparse_symbolic_layout(&carved, given);
        CHECK_INT(carved.used, counted.used);
        CHECK_INT(copy->factor_size, given->factor_size);
        CHECK(copy->rows != given->rows);
        CHECK(memcmp(copy->permutation, given->permutation, sizeof(int32_t) * 60) == 0);
        CHECK(memcmp(copy->signs, given->signs, 60) == 0);
        CHECK(memcmp(copy->fronts, given->fronts, sizeof(sparse_front) * ((size_t)given->front_count + 1)) == 0);
        CHECK(memcmp(copy->rows, given->rows, sizeof(int32_t) * (size_t)given->row_count) == 0);
        CHECK(memcmp(copy->parent_rows, given->parent_rows, sizeof(int32_t) * (size_t)given->row_count) == 0);
        CHECK(memcmp(copy->entry_indices, given->entry_indices, sizeof(int32_t) * (size_t)given->entry_count) == 0);
        CHECK(memcmp(copy->entry_positions, given->entry_positions, sizeof(int64_t) * (size_t)given->entry_count) == 0);
        size_t levels = sizeof(int32_t) * (size_t)given->level_count;
        CHECK(levels > 0 && copy->level_fronts != given->level_fronts);
        CHECK(memcmp(copy->level_starts, given->level_starts, levels + sizeof(int32_t)) == 0);
        CHECK(memcmp(copy->level_wide_ends, given->level_wide_ends, levels) == 0);
        CHECK(memcmp(copy->level_small_starts, given->level_small_starts, levels) == 0);
        CHECK(memcmp(copy->level_fronts, given->level_fronts, sizeof(int32_t) * (size_t)given->front_count) == 0);
    }
    context_release(context, carved.base);
    context_release(context, given);
    sparse_case_free(&made);
    cnl_context_destroy(context);
}

/* Columns without any entry, not even a diagonal, are fronts of their own. */
static void an_empty_pattern_is_accepted(void)
{
    cnl_context *context;
    if (!CHECK_OK(cnl_context_create(NULL, &context, NULL))) return;
    const int32_t starts[] = {0, 0, 0, 0};
    const int8_t signs[] = {1, -1, 1};
    sparse_pattern pattern = {.order = 3, .column_starts = starts, .signs = signs};
    sparse_symbolic *symbolic = NULL;
    if (CHECK_OK(sparse_analyse(context, &pattern, &no_zeros, 4, &symbolic, NULL))) {
        CHECK_INT(symbolic->front_count, 3);
        CHECK_INT(symbolic->factor_size, 3);
        CHECK_INT(symbolic->entry_count, 0);
    }
    context_release(context, symbolic);
    cnl_context_destroy(context);
}

static void too_many_entries_are_refused(void)
{
    cnl_context *context;
    if (!CHECK_OK(cnl_context_create(NULL, &context, NULL))) return;
    const int32_t starts[] = {0, 2000000000};
    const int8_t signs[] = {1};
    sparse_pattern pattern = {.order = 1, .column_starts = starts, .signs = signs};
    sparse_symbolic *symbolic = NULL;
    cnl_error error = {0};
    CHECK_INT(sparse_analyse(context, &pattern, NULL, 4, &symbolic, &error), CNL_NOT_SUPPORTED);
    CHECK_CONTAINS(error.message, "entries");
    cnl_context_destroy(context);
}

int main(int argc, char **argv)
{
    check_arguments(argc, argv);
    RUN(a_failing_allocation_is_reported);
    RUN_CASES(no_fill_where_none_is_needed, no_fill_cases);
    RUN(dense_parts_are_one_front);
    RUN(merging_lowers_the_cost);
    RUN(a_copy_holds_the_same);
    RUN(an_empty_pattern_is_accepted);
    RUN(too_many_entries_are_refused);
    return check_report();
}
