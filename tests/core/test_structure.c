/* A structure is checked rule by rule, and its copy needs nothing of the caller's. */
#include "structure.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"

/* n = 3, m = 5: one equality, one inequality, cones of 2 and 1 rows; P upper triangle, A sparse. */
#define Q       ((const int32_t[]){2, 1})
#define P_START ((const int32_t[]){0, 1, 3, 3})
#define P_ROWS  ((const int32_t[]){0, 0, 1})
#define A_START ((const int32_t[]){0, 2, 2, 4})
#define A_ROWS  ((const int32_t[]){0, 4, 1, 2})
#define CONES                                                                                                          \
    {                                                                                                                  \
        .z = 1, .l = 1, .q_count = 2, .q = Q                                                                           \
    }
#define P_CSC                                                                                                          \
    {                                                                                                                  \
        CNL_CSC, P_START, P_ROWS                                                                                       \
    }
#define A_CSC                                                                                                          \
    {                                                                                                                  \
        CNL_CSC, A_START, A_ROWS                                                                                       \
    }
#define INTS(...) ((const int32_t[]){__VA_ARGS__})

static const cnl_structure good = {.n = 3, .m = 5, .cones = CONES, .P = P_CSC, .A = A_CSC};

typedef struct refusal {
    cnl_structure given;
    const char *says;
} refusal;

static const refusal refusals[] = {
    {{0, 5, CONES, P_CSC, A_CSC}, "n must be"},
    {{-3, 5, CONES, P_CSC, A_CSC}, "n must be"},
    {{3, -1, CONES, P_CSC, A_CSC}, "m must be"},
    {{INT_MAX - 5, 5, CONES, {0}, {.layout = CNL_DENSE}}, "n + m"},
    {{INT_MAX, INT_MAX, CONES, {0}, {.layout = CNL_DENSE}}, "n + m"},
    {{3, 5, {-1, 3, 2, Q}, P_CSC, A_CSC}, "cones.z"},
    {{3, 5, {3, -1, 2, Q}, P_CSC, A_CSC}, "cones.l"},
    {{3, 5, {1, 4, -1, Q}, P_CSC, A_CSC}, "cones.q_count"},
    {{3, 5, {1, 1, 2, NULL}, P_CSC, A_CSC}, "cones.q is NULL"},
    {{3, 5, {1, 1, 2, INTS(3, 0)}, P_CSC, A_CSC}, "cones.q[1]"},
    {{3, 5, {1, 1, 2, INTS(-1, 4)}, P_CSC, A_CSC}, "cones.q[0]"},
    {{3, 5, {1, 1, 2, INTS(1, 1)}, P_CSC, A_CSC}, "4 rows together, expected m = 5"},
    {{3, 5, {INT_MAX, INT_MAX, 2, INTS(INT_MAX, 8)}, P_CSC, A_CSC}, "rows together"},
    {{3, 5, CONES, {.layout = (cnl_layout)3}, A_CSC}, "P.layout"},
    {{3, 5, CONES, {.layout = (cnl_layout)-1}, A_CSC}, "P.layout"},
    {{3, 5, CONES, P_CSC, {.layout = (cnl_layout)3}}, "A.layout"},
    {{3, 5, CONES, P_CSC, {.layout = CNL_ABSENT}}, "A.layout"},
    {{3, 5, CONES, {CNL_ABSENT, P_START, NULL}, A_CSC}, "P has column_starts"},
    {{3, 5, CONES, {CNL_DENSE, NULL, P_ROWS}, A_CSC}, "P has column_starts"},
    {{3, 5, CONES, P_CSC, {CNL_DENSE, A_START, A_ROWS}}, "A has column_starts"},
    {{3, 5, CONES, {CNL_CSC, NULL, P_ROWS}, A_CSC}, "P.column_starts is NULL"},
    {{3, 5, CONES, P_CSC, {CNL_CSC, NULL, A_ROWS}}, "A.column_starts is NULL"},
    {{3, 5, CONES, P_CSC, {CNL_CSC, A_START, NULL}}, "A.row_indices is NULL"},
    {{3, 5, CONES, P_CSC, {CNL_CSC, INTS(1, 2, 2, 4), A_ROWS}}, "A.column_starts[0]"},
    {{3, 5, CONES, P_CSC, {CNL_CSC, INTS(0, 2, 1, 4), A_ROWS}}, "A.column_starts[2]"},
    {{3, 5, CONES, P_CSC, {CNL_CSC, INTS(0, 2, 2, INT_MAX), A_ROWS}}, "entries in column 2"},
    {{3, 5, CONES, {CNL_CSC, INTS(0, 4, 4, 4), INTS(0, 1, 2, 3)}, A_CSC}, "entries in column 0"},
    {{3, 5, CONES, P_CSC, {CNL_CSC, A_START, INTS(0, 5, 1, 2)}}, "A.row_indices[1] is 5"},
    {{3, 5, CONES, P_CSC, {CNL_CSC, A_START, INTS(-1, 4, 1, 2)}}, "A.row_indices[0] is -1"},
    {{3, 5, CONES, P_CSC, {CNL_CSC, A_START, INTS(4, 0, 1, 2)}}, "A.row_indices[1] is 0 after 4"},
    {{3, 5, CONES, P_CSC, {CNL_CSC, A_START, INTS(0, 4, 1, 1)}}, "A.row_indices[3] is 1 after 1"},
    {{3, 5, CONES, {CNL_CSC, P_START, INTS(0, 0, 3)}, A_CSC}, "P.row_indices[2] is 3"},
};

static void a_broken_rule_is_refused(const refusal *row)
{
    cnl_error error = {0};
    CHECK_INT(structure_check(&row->given, &error), CNL_INVALID_ARGUMENT);
    CHECK_CONTAINS(error.message, row->says);
    CHECK_INT(structure_check(&row->given, NULL), CNL_INVALID_ARGUMENT);
}

static void nothing_at_all_is_refused(void) { CHECK_INT(structure_check(NULL, NULL), CNL_INVALID_ARGUMENT); }

static const cnl_structure accepted[] = {
    {.n = 3, .m = 5, .cones = CONES, .P = P_CSC, .A = A_CSC},
    {.n = 3, .m = 5, .cones = CONES, .P = {.layout = CNL_DENSE}, .A = {.layout = CNL_DENSE}},
    {.n = 1, .m = 0, .A = {.layout = CNL_DENSE}},
    {.n = 2, .m = 0, .P = {CNL_CSC, INTS(0, 0, 0), NULL}, .A = {CNL_CSC, INTS(0, 0, 0), NULL}},
};

static void a_good_structure_is_accepted(const cnl_structure *given)
{
    cnl_error error = {0};
    CHECK_THAT(structure_check(given, &error) == CNL_OK, "%s", error.message);
}

/* @return the copy, at the start of memory to be freed. */
static structure *copy_of(const cnl_structure *given)
{
    arena counted = {0};
    CHECK(structure_layout(&counted, given) == NULL);
    arena carved = {.base = aligned_alloc(ARENA_ALIGNMENT, counted.used)};
    if (!CHECK(carved.base != NULL)) return NULL;
    structure *copy = structure_layout(&carved, given);
    CHECK_INT(carved.used, counted.used);
    CHECK(copy == (structure *)carved.base);
    return copy;
}

static void the_copy_is_deep(void)
{
    int32_t q[] = {2, 1};
    int32_t A_start[] = {0, 2, 2, 4};
    int32_t A_rows[] = {0, 4, 1, 2};
    cnl_structure given = good;
    given.cones.q = q;
    given.A.column_starts = A_start;
    given.A.row_indices = A_rows;
    structure *copy = copy_of(&given);
    if (copy == NULL) return;
    memset(q, 0x7f, sizeof q);
    memset(A_start, 0x7f, sizeof A_start);
    memset(A_rows, 0x7f, sizeof A_rows);

    CHECK_INT(copy->n, 3);
    CHECK_INT(copy->m, 5);
    CHECK_INT(copy->z, 1);
    CHECK_INT(copy->l, 1);
    CHECK_INT(copy->q_count, 2);
    CHECK(memcmp(copy->q, INTS(2, 1), sizeof q) == 0);
    CHECK(memcmp(copy->q_start, INTS(2, 4, 5), 3 * sizeof(int32_t)) == 0);
    CHECK_INT(copy->A.count, 4);
    CHECK_INT(copy->A.rows, 5);
    CHECK_INT(copy->A.columns, 3);
    CHECK(memcmp(copy->A.column_starts, A_START, sizeof A_start) == 0);
    CHECK(memcmp(copy->A.row_indices, A_ROWS, sizeof A_rows) == 0);
    CHECK(!copy->A.upper);
    CHECK_INT(copy->P.count, 3);
    CHECK(copy->P.upper);
    free(copy);
}

static void a_whole_sparse_P_is_recognised(void)
{
    cnl_structure given = good;
    given.P = (cnl_pattern){CNL_CSC, INTS(0, 2, 4, 4), INTS(0, 1, 0, 1)};
    structure *copy = copy_of(&given);
    if (copy == NULL) return;
    CHECK(!copy->P.upper);
    CHECK_INT(copy->P.count, 4);
    free(copy);
}

static void dense_and_absent_matrices_have_no_pattern(void)
{
    cnl_structure given = {.n = 70000, .m = 70000, .cones = {.l = 70000}, .A = {.layout = CNL_DENSE}};
    structure *copy = copy_of(&given);
    if (copy == NULL) return;
    CHECK_INT(copy->P.count, 0);
    CHECK_INT(copy->A.count, 4900000000LL);
    CHECK(copy->A.column_starts == NULL);
    CHECK_INT(copy->q_start[0], 70000);
    free(copy);
}

int main(int argc, char **argv)
{
    check_arguments(argc, argv);
    RUN_CASES(a_broken_rule_is_refused, refusals);
    RUN(nothing_at_all_is_refused);
    RUN_CASES(a_good_structure_is_accepted, accepted);
    RUN(the_copy_is_deep);
    RUN(a_whole_sparse_P_is_recognised);
    RUN(dense_and_absent_matrices_have_no_pattern);
    return check_report();
}
