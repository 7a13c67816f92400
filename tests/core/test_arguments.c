/* A call's arrays and strides are checked before anything is written. */
#include "arguments.h"

#include "check.h"

/* n = 2, m = 3, P absent or dense, A dense. The numbers are never read. */
static const structure without_P = {.n = 2, .m = 3, .A = {.layout = CNL_DENSE, .rows = 3, .columns = 2, .count = 6}};
static const structure with_P = {.n = 2,
                                 .m = 3,
                                 .P = {.layout = CNL_DENSE, .rows = 2, .columns = 2, .count = 4},
                                 .A = {.layout = CNL_DENSE, .rows = 3, .columns = 2, .count = 6}};
static const structure without_rows = {.n = 2};
static const double numbers[1];

typedef struct acceptance {
    const structure *shape;
    cnl_data data;
} acceptance;

static const acceptance accepted[] = {
    {&with_P, {numbers, numbers, numbers, numbers, 4, 2, 6, 3}},
    {&with_P, {numbers, numbers, numbers, numbers, 0, 0, 0, 0}},
    {&with_P, {numbers, numbers, numbers, numbers, 5, 100, 7, 4}},
    {&without_P, {NULL, numbers, numbers, numbers, 0, 2, 6, 3}},
    {&without_rows, {NULL, numbers, NULL, NULL, 0, 2, 0, 0}},
};

static void good_data_are_accepted(const acceptance *row)
{
    char message[240] = "before";
    CHECK_OK(data_check(row->shape, 10, &row->data, message, sizeof message));
    CHECK_STR(message, "");
}

typedef struct refusal {
    cnl_data data;
    int64_t batch;
    const char *says;
} refusal;

static const refusal refusals[] = {
    {{NULL, numbers, numbers, numbers, 4, 2, 6, 3}, 10, "P is NULL, expected 4"},
    {{numbers, NULL, numbers, numbers, 4, 2, 6, 3}, 10, "c is NULL, expected 2"},
    {{numbers, numbers, NULL, numbers, 4, 2, 6, 3}, 10, "A is NULL, expected 6"},
    {{numbers, numbers, numbers, NULL, 4, 2, 6, 3}, 10, "b is NULL, expected 3"},
    {{numbers, numbers, numbers, numbers, 3, 2, 6, 3}, 10, "P_stride is 3"},
    {{numbers, numbers, numbers, numbers, 4, 1, 6, 3}, 10, "c_stride is 1"},
    {{numbers, numbers, numbers, numbers, 4, 2, -6, 3}, 10, "A_stride is -6"},
    {{numbers, numbers, numbers, numbers, 4, 2, 6, 2}, 10, "b_stride is 2"},
    {{numbers, numbers, numbers, numbers, 4, 2, 6, INT64_MAX / 16}, 10, "too large"},
    {{numbers, numbers, numbers, numbers, 4, 2, 6, 3}, 0, "batch"},
};

static void bad_data_are_refused(const refusal *row)
{
    char message[240] = "";
    CHECK_INT(data_check(&with_P, row->batch, &row->data, message, sizeof message), CNL_INVALID_ARGUMENT);
    CHECK_CONTAINS(message, row->says);
}

static void missing_data_are_refused(void)
{
    char message[240] = "";
    CHECK_INT(data_check(&with_P, 1, NULL, message, sizeof message), CNL_INVALID_ARGUMENT);
    CHECK_CONTAINS(message, "data is NULL");
}

static void a_change_may_leave_out_any_datum(void)
{
    char message[240] = "before";
    cnl_data change = {.b = numbers, .b_stride = 3};
    CHECK_OK(change_check(&with_P, 10, &change, message, sizeof message));
    CHECK_STR(message, "");
    change.b_stride = 1;
    CHECK_INT(change_check(&with_P, 10, &change, message, sizeof message), CNL_INVALID_ARGUMENT);
    CHECK_CONTAINS(message, "b_stride");
}

int main(int argc, char **argv)
{
    check_arguments(argc, argv);
    RUN_CASES(good_data_are_accepted, accepted);
    RUN_CASES(bad_data_are_refused, refusals);
    RUN(missing_data_are_refused);
    RUN(a_change_may_leave_out_any_datum);
    return check_report();
}
