/*
 * Every refusal of the contract. A case is a good file with one array replaced, added or taken away; the sentence must
 * name the key and say what was expected.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "check.h"
#include "problem_file.h"
#include "sample_file.h"

typedef enum base { DENSE, SPARSE } base;

typedef struct refusal {
    base base;
    const char *removed;  /* a key, or NULL */
    sample_array array;   /* replaced or added, unless its key is NULL */
    const char *sentence; /* a part of the message */
    cnl_status status;    /* 0 = CNL_INVALID_ARGUMENT */
} refusal;

static void check_refusal(const refusal *wrong)
{
    char path[96];
    cnl_error error = {.message = ""};
    problem_file *problem = NULL;
    sample_file sample = wrong->base == DENSE ? sample_dense() : sample_sparse();
    if (wrong->removed != NULL) sample_file_remove(&sample, wrong->removed);
    if (wrong->array.key != NULL) sample_file_set(&sample, &wrong->array);
    sample_path("refused.npz", path);
    if (!CHECK(sample_file_write(&sample, path))) return;

    check_note("expected: %s", wrong->sentence);
    cnl_status status = problem_file_read(path, &problem, &error);
    CHECK_INT(status, wrong->status != CNL_OK ? wrong->status : CNL_INVALID_ARGUMENT);
    CHECK_INT(error.status, status);
    CHECK_CONTAINS(error.message, wrong->sentence);
    CHECK(strchr(error.message, '\n') == NULL);
    CHECK(problem == NULL);
    problem_file_free(problem);
    unlink(path);
}

/* {.key = k, .descr = d, .rank = r, .shape = {...}, .values = {...}} */
static const refusal wrong_keys[] = {
    {.array = {"foo", "<f8", 1, {3}}, .sentence = "foo: unknown key; expected one of c b P"},
    {.array = {"dx", "<f8", 1, {3}}, .sentence = "dx: unknown key"},
    {.array = {"C", "<f8", 1, {3}}, .sentence = "C: unknown key"},
    {.array = {"\x01 \xff", "<f8", 1, {3}}, .sentence = "? ?: unknown key"},
    {.removed = "c", .sentence = "c: missing"},
    {.removed = "b", .sentence = "b: missing"},
    {.removed = "A", .sentence = "A: missing, but b has m = 4 rows"},
    {.base = SPARSE, .removed = "A_data", .sentence = "A_data: missing; a sparse matrix needs A_data, A_indices"},
    {.base = SPARSE, .removed = "A_indices", .sentence = "A_indices: missing"},
    {.base = SPARSE, .removed = "A_indptr", .sentence = "A_indptr: missing"},
    {.base = SPARSE, .removed = "P_data", .sentence = "P_data: missing"},
    {.base = SPARSE, .array = {"A", "<f8", 2, {4, 3}}, .sentence = "A: the file has the matrix twice"},
    {.base = SPARSE, .array = {"P", "<f8", 2, {3, 3}}, .sentence = "P: the file has the matrix twice"},
    {.base = DENSE, .array = {"P_indptr", "<i4", 1, {4}}, .sentence = "P: the file has the matrix twice"},
};

static const refusal wrong_types[] = {
    {.array = {"c", "<i8", 2, {2, 3}}, .sentence = "c: expected numbers of type float64 or float32, got '<i8'"},
    {.array = {"c", "<i4", 2, {2, 3}}, .sentence = "c: expected numbers"},
    {.array = {"c", "<f2", 2, {2, 3}}, .sentence = "c: expected numbers of type float64 or float32, got '<f2'"},
    {.array = {"c", "<c16", 2, {2, 3}}, .sentence = "got '<c16'"},
    {.array = {"c", "|b1", 2, {2, 3}}, .sentence = "got '|b1'"},
    {.array = {"c", "|O", 2, {2, 3}}, .sentence = "got '|O'"},
    {.array = {"c", "<U1", 2, {2, 3}}, .sentence = "got '<U1'"},
    {.array = {"c", "|S8", 2, {2, 3}}, .sentence = "got '|S8'"},
    {.array = {"A", "<i8", 3, {2, 4, 3}}, .sentence = "A: expected numbers"},
    {.array = {"P", "|u1", 3, {2, 3, 3}}, .sentence = "P: expected numbers"},
    {.array = {"b", "<c8", 2, {2, 4}}, .sentence = "b: expected numbers"},
    {.array = {"z", "<f8", 0, {0}, {1}}, .sentence = "z: expected integers of type int32 or int64, got '<f8'"},
    {.array = {"l", "|b1", 0, {0}, {1}}, .sentence = "l: expected integers"},
    {.array = {"l", "|u1", 0, {0}, {1}}, .sentence = "l: expected integers"},
    {.array = {"l", "<i2", 0, {0}, {1}}, .sentence = "l: expected integers"},
    {.array = {"q", "<f8", 1, {1}, {2}}, .sentence = "q: expected integers"},
    {.array = {"p", "<i8", 1, {0}}, .sentence = "p: expected numbers"},
    {.array = {"offset", "<i8"}, .sentence = "offset: expected numbers"},
    {.array = {"x0", "<i8", 1, {3}}, .sentence = "x0: expected numbers"},
    {.array = {"expect_status", "<i8"}, .sentence = "expect_status: expected text"},
    {.base = SPARSE, .array = {"A_indices", "<f8", 1, {5}}, .sentence = "A_indices: expected integers"},
    {.base = SPARSE, .array = {"A_indptr", "<u4", 1, {4}}, .sentence = "A_indptr: expected integers"},
    {.base = SPARSE, .array = {"A_data", "<i8", 1, {5}}, .sentence = "A_data: expected numbers"},
};

static const refusal wrong_shapes[] = {
    {.array = {"c", "<f8", 0}, .sentence = "c: expected shape [n] or [batch, n], got []"},
    {.array = {"c", "<f8", 3, {2, 3, 1}}, .sentence = "c: expected shape [n] or [batch, n], got [2, 3, 1]"},
    {.array = {"c", "<f8", 2, {2, 0}}, .sentence = "c: expected n from 1"},
    {.array = {"c", "<f8", 2, {0, 3}}, .sentence = "c: expected a batch of 1 to"},
    {.array = {"b", "<f8", 0}, .sentence = "b: expected shape [m] or [batch, m], got []"},
    {.array = {"b", "<f8", 2, {3, 4}}, .sentence = "b: expected a batch of 2, as c has, got 3"},
    {.array = {"b", "<f8", 2, {1, 4}}, .sentence = "b: expected a batch of 2, as c has, got 1"},
    {.array = {"P", "<f8", 3, {2, 3, 2}},
     .sentence = "P: expected shape [n, n] or [batch, n, n] with these lengths: [3, 3], got [2, 3, 2]"},
    {.array = {"P", "<f8", 2, {2, 3}}, .sentence = "P: expected shape [n, n]"},
    {.array = {"P", "<f8", 1, {9}}, .sentence = "P: expected shape [n, n]"},
    {.array = {"P", "<f8", 4, {1, 2, 3, 3}}, .sentence = "P: expected shape [n, n]"},
    {.array = {"P", "<f8", 3, {3, 3, 3}}, .sentence = "P: expected a batch of 2"},
    {.array = {"A", "<f8", 3, {2, 3, 4}},
     .sentence = "A: expected shape [m, n] or [batch, m, n] with these lengths: [4, 3], got [2, 3, 4]"},
    {.array = {"A", "<f8", 3, {1, 4, 3}}, .sentence = "A: expected a batch of 2, as c has, got 1"},
    {.array = {"z", "<i8", 1, {1}, {1}}, .sentence = "z: expected one integer without axes, got shape [1]"},
    {.array = {"ep", "<i8", 1, {1}}, .sentence = "ep: expected one integer"},
    {.array = {"q", "<i8", 0, {0}, {2}}, .sentence = "q: expected a list of integers, got shape []"},
    {.array = {"q", "<i8", 2, {1, 1}, {2}}, .sentence = "q: expected a list of integers, got shape [1, 1]"},
    {.array = {"p", "<f8", 2, {0, 1}}, .sentence = "p: expected a list of exponents"},
    {.array = {"offset", "<f8", 1, {3}}, .sentence = "offset: expected a batch of 2"},
    {.array = {"offset", "<f8", 2, {2, 1}}, .sentence = "offset: expected one number or shape [batch], got [2, 1]"},
    {.array = {"x0", "<f8", 1, {4}},
     .sentence = "x0: expected shape [n] or [batch, n] with these lengths: [3], got [4]"},
    {.array = {"y0", "<f8", 2, {2, 3}}, .sentence = "y0: expected shape [m]"},
    {.array = {"s0", "<f8", 2, {3, 4}}, .sentence = "s0: expected a batch of 2"},
    {.base = SPARSE,
     .array = {"A_data", "<f8", 1, {4}},
     .sentence = "A_data: expected shape [nnz] or [batch, nnz] with these lengths: [5], got [4]"},
    {.base = SPARSE, .array = {"A_indices", "<i4", 2, {1, 5}}, .sentence = "A_indices: expected a list of integers"},
    {.base = SPARSE, .array = {"A_indptr", "<i4", 1, {5}}, .sentence = "A_indptr: expected shape [4], got [5]"},
    {.base = SPARSE, .array = {"b", "<f8", 2, {3, 4}}, .sentence = "A_data: expected a batch of 3, as b has, got 2"},
};

static const refusal wrong_cones[] = {
    {.array = {"z", "<i8", 0, {0}, {-1}}, .sentence = "z: expected a count of at least 0, got -1"},
    {.array = {"l", "<i8", 0, {0}, {-1}}, .sentence = "l: expected a count"},
    {.array = {"ep", "<i8", 0, {0}, {-1}}, .sentence = "ep: expected a count"},
    {.array = {"ed", "<i8", 0, {0}, {-1}}, .sentence = "ed: expected a count"},
    {.array = {"q", "<i8", 1, {2}, {2, 0}}, .sentence = "q: expected sizes of at least 1, got 0 at index 1"},
    {.array = {"q", "<i8", 1, {2}, {3, -1}}, .sentence = "q: expected sizes of at least 1, got -1 at index 1"},
    {.array = {"s", "<i8", 1, {1}, {0}}, .sentence = "s: expected sizes of at least 1"},
    {.array = {"l", "<i8", 0, {0}, {2}}, .sentence = "expected cones that add up to the m = 4 rows of b, got 5"},
    {.array = {"l", "<i8", 0, {0}, {0}}, .sentence = "got 3"},
    {.array = {"q", "<i8", 1, {3}, {2147483647, 2147483647, 2147483647}}, .sentence = "got 6442450943"},
    {.array = {"q", "<i8", 1, {1}, {2147483648}}, .sentence = "q: 2147483648 does not fit in 32 bits"},
    {.array = {"z", "<i8", 0, {0}, {4294967297}}, .sentence = "z: 4294967297 does not fit in 32 bits"},
    {.removed = "q", .sentence = "got 2"},
    {.array = {"ep", "<i8", 0, {0}, {1}}, .sentence = "got 7"},
    {.removed = "l", .array = {"s", "<i8", 1, {1}, {1}}, .sentence = "s: semidefinite", .status = CNL_NOT_SUPPORTED},
};

static const refusal wrong_patterns[] = {
    {.base = SPARSE,
     .array = {"A_indices", "<i4", 1, {5}, {0, 4, 1, 0, 3}},
     .sentence = "A_indices: expected rows from 0 to 3, got 4 in column 0"},
    {.base = SPARSE,
     .array = {"A_indices", "<i4", 1, {5}, {-1, 2, 1, 0, 3}},
     .sentence = "A_indices: expected rows from 0 to 3, got -1"},
    {.base = SPARSE,
     .array = {"A_indices", "<i4", 1, {5}, {2, 0, 1, 0, 3}},
     .sentence = "row 0 of column 0 comes too late"},
    {.base = SPARSE,
     .array = {"A_indices", "<i4", 1, {5}, {0, 2, 1, 3, 3}},
     .sentence = "row 3 of column 2 is repeated"},
    {.base = SPARSE,
     .array = {"A_indices", "<i8", 1, {5}, {0, 2, 1, 0, 4294967299}},
     .sentence = "A_indices: 4294967299 does not fit"},
    {.base = SPARSE,
     .array = {"A_indptr", "<i4", 1, {4}, {0, 3, 2, 5}},
     .sentence = "A_indptr: expected not to fall, but after 3 comes 2"},
    {.base = SPARSE,
     .array = {"A_indptr", "<i4", 1, {4}, {1, 2, 3, 5}},
     .sentence = "A_indptr: expected to start with 0, got 1"},
    {.base = SPARSE,
     .array = {"A_indptr", "<i4", 1, {4}, {-1, 2, 3, 5}},
     .sentence = "A_indptr: expected to start with 0"},
    {.base = SPARSE,
     .array = {"A_indptr", "<i4", 1, {4}, {0, 2, 3, 4}},
     .sentence = "A_indptr: expected to end with 5, the length of A_indices, got 4"},
    {.base = SPARSE,
     .array = {"A_indptr", "<i4", 1, {4}, {0, 2, 3, 6}},
     .sentence = "A_indptr: expected to end with 5"},
    {.base = SPARSE,
     .array = {"A_indptr", "<i8", 1, {4}, {0, 2, 3, 4294967301}},
     .sentence = "A_indptr: 4294967301 does not fit"},
    {.base = SPARSE,
     .array = {"P_indices", "<i4", 1, {4}, {0, 0, 1, 3}},
     .sentence = "P_indices: expected rows from 0 to 2, got 3"},
    {.base = SPARSE, .array = {"P_indptr", "<i4", 1, {4}, {0, 3, 1, 4}}, .sentence = "P_indptr: expected not to fall"},
};

static void a_wrong_key_is_refused(const refusal *wrong) { check_refusal(wrong); }
static void a_wrong_type_is_refused(const refusal *wrong) { check_refusal(wrong); }
static void a_wrong_shape_is_refused(const refusal *wrong) { check_refusal(wrong); }
static void a_wrong_cone_is_refused(const refusal *wrong) { check_refusal(wrong); }
static void a_wrong_pattern_is_refused(const refusal *wrong) { check_refusal(wrong); }

/* b of three rows, so that one exponential or power cone adds up. */
static void cones_of_later_versions_are_told_apart(void)
{
    const refusal later[] = {
        {.array = {"ep", "<i8", 0, {0}, {1}}, .sentence = "ep: exponential cones are not supported yet"},
        {.array = {"ed", "<i8", 0, {0}, {1}}, .sentence = "ed: dual exponential cones are not supported yet"},
        {.array = {"p", "<f8", 1, {1}, {0.3}}, .sentence = "p: power cones are not supported yet"},
        {.array = {"s", "<i8", 1, {1}, {2}}, .sentence = "s: semidefinite cones are not supported yet"},
    };
    char path[96];
    sample_path("later.npz", path);
    for (size_t i = 0; i < sizeof later / sizeof later[0]; i++) {
        sample_file sample = {.count = 4,
                              .arrays = {{.key = "c", .rank = 1, .shape = {2}},
                                         {.key = "b", .rank = 1, .shape = {3}},
                                         {.key = "A", .rank = 2, .shape = {3, 2}},
                                         later[i].array}};
        cnl_error error = {.message = ""};
        problem_file *problem = NULL;
        if (!CHECK(sample_file_write(&sample, path))) return;
        CHECK_INT(problem_file_read(path, &problem, &error), CNL_NOT_SUPPORTED);
        CHECK_CONTAINS(error.message, later[i].sentence);
        problem_file_free(problem);
    }
    unlink(path);
}

static void a_file_that_cannot_be_opened_is_refused(void)
{
    cnl_error error = {.message = ""};
    problem_file *problem = NULL;
    CHECK_INT(problem_file_read("/nonexistent/problem.npz", &problem, &error), CNL_INVALID_ARGUMENT);
    CHECK_CONTAINS(error.message, "cannot be opened");
    CHECK_INT(problem_file_read("/", &problem, &error), CNL_INVALID_ARGUMENT);
    CHECK_CONTAINS(error.message, "folder");
    CHECK_INT(problem_file_read("/nonexistent/problem.npz", &problem, NULL), CNL_INVALID_ARGUMENT);
}

int main(int argc, char **argv)
{
    check_arguments(argc, argv);
    RUN_CASES(a_wrong_key_is_refused, wrong_keys);
    RUN_CASES(a_wrong_type_is_refused, wrong_types);
    RUN_CASES(a_wrong_shape_is_refused, wrong_shapes);
    RUN_CASES(a_wrong_cone_is_refused, wrong_cones);
    RUN_CASES(a_wrong_pattern_is_refused, wrong_patterns);
    RUN(cones_of_later_versions_are_told_apart);
    RUN(a_file_that_cannot_be_opened_is_refused);
    return check_report();
}
