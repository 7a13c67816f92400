/* The files of --vjp and --jvp. */
#include <string.h>
#include <unistd.h>

#include "check.h"
#include "problem_file.h"
#include "sample_file.h"

/* The problem, read; NULL and a failed check if that is not possible. */
static problem_file *problem_of(const sample_file *sample)
{
    char path[96];
    problem_file *problem = NULL;
    sample_path("problem.npz", path);
    if (CHECK(sample_file_write(sample, path))) CHECK_OK(problem_file_read(path, &problem, NULL));
    unlink(path);
    return problem;
}

static problem_file *dense_problem(void)
{
    sample_file sample = sample_dense();
    return problem_of(&sample);
}

static problem_file *sparse_problem(void)
{
    sample_file sample = sample_sparse();
    return problem_of(&sample);
}

/* A file of these arrays, read as a cotangent of the problem. */
static cnl_status read_cotangent(const sample_file *sample, const problem_file *problem, cotangent_file **file,
                                 cnl_error *error)
{
    char path[96];
    sample_path("cotangent.npz", path);
    if (!CHECK(sample_file_write(sample, path))) return CNL_OUT_OF_MEMORY;
    cnl_status status = cotangent_file_read(path, problem, file, error);
    unlink(path);
    return status;
}

static cnl_status read_change(const sample_file *sample, const problem_file *problem, change_file **file,
                              cnl_error *error)
{
    char path[96];
    sample_path("change.npz", path);
    if (!CHECK(sample_file_write(sample, path))) return CNL_OUT_OF_MEMORY;
    cnl_status status = change_file_read(path, problem, file, error);
    unlink(path);
    return status;
}

/* One without the batch axis is the same for every problem. */
static void a_cotangent_is_read(void)
{
    const double repeated[] = {7, 8, 9, 10, 7, 8, 9, 10};
    const sample_file sample = {.count = 2,
                                .arrays = {{.key = "dx", .rank = 2, .shape = {2, 3}, .values = {1, 2, 3, 4, 5, 6}},
                                           {.key = "ds", .rank = 1, .shape = {4}, .values = {7, 8, 9, 10}}}};
    cotangent_file *file = NULL;
    problem_file *problem = dense_problem();
    if (problem != NULL && CHECK_OK(read_cotangent(&sample, problem, &file, NULL))) {
        CHECK_BITS(file->dx, sample.arrays[0].values, 2, 3);
        CHECK(file->dy == NULL);
        CHECK_BITS(file->ds, repeated, 2, 4);
    }
    cotangent_file_free(file);
    problem_file_free(problem);
}

static void a_change_of_a_dense_problem_is_read(void)
{
    const sample_file sample = {.count = 3,
                                .arrays = {{.key = "dP", .rank = 2, .shape = {3, 3}, .values = {1, 2, 3}},
                                           {.key = "dA", .rank = 3, .shape = {2, 4, 3}, .values = {4, 5, 6}},
                                           {.key = "db", .rank = 2, .shape = {2, 4}, .values = {7}}}};
    change_file *file = NULL;
    problem_file *problem = dense_problem();
    if (problem != NULL && CHECK_OK(read_change(&sample, problem, &file, NULL))) {
        CHECK_BITS(file->change.P, sample.arrays[0].values, 1, 9);
        CHECK_BITS(file->change.A, sample.arrays[1].values, 1, 24);
        CHECK_BITS(file->change.b, sample.arrays[2].values, 1, 8);
        CHECK(file->change.c == NULL);
        CHECK_INT(file->change.P_stride, 0);
        CHECK_INT(file->change.A_stride, 12);
        CHECK_INT(file->change.b_stride, 4);
    }
    change_file_free(file);
    problem_file_free(problem);
}

static void a_change_of_a_sparse_problem_is_read(void)
{
    const sample_file sample = {.count = 3,
                                .arrays = {{.key = "dP_data", .rank = 2, .shape = {2, 4}, .values = {1, 2, 3}},
                                           {.key = "dA_data", .rank = 1, .shape = {5}, .values = {4, 5, 6}},
                                           {.key = "dc", .rank = 1, .shape = {3}, .values = {7, 8, 9}}}};
    change_file *file = NULL;
    problem_file *problem = sparse_problem();
    if (problem != NULL && CHECK_OK(read_change(&sample, problem, &file, NULL))) {
        CHECK_BITS(file->change.P, sample.arrays[0].values, 1, 8);
        CHECK_BITS(file->change.A, sample.arrays[1].values, 1, 5);
        CHECK_BITS(file->change.c, sample.arrays[2].values, 1, 3);
        CHECK(file->change.b == NULL);
        CHECK_INT(file->change.P_stride, 4);
        CHECK_INT(file->change.A_stride, 0);
        CHECK_INT(file->change.c_stride, 0);
    }
    change_file_free(file);
    problem_file_free(problem);
}

typedef struct refusal {
    sample_array array;
    const char *sentence;
} refusal;

static const refusal wrong_cotangents[] = {
    {.array = {"x", "<f8", 2, {2, 3}}, .sentence = "x: unknown key; expected one of dx dy ds"},
    {.array = {"dx", "<f8", 2, {2, 4}},
     .sentence = "dx: expected shape [n] or [batch, n] with these lengths: [3], got [2, 4]"},
    {.array = {"dx", "<f8", 2, {3, 3}}, .sentence = "dx: expected a batch of 2, as the problem has, got 3"},
    {.array = {"dy", "<f8", 2, {2, 3}}, .sentence = "dy: expected shape [m]"},
    {.array = {"ds", "<i8", 2, {2, 4}}, .sentence = "ds: expected numbers of type float64 or float32"},
};

static void a_wrong_cotangent_is_refused(const refusal *wrong)
{
    const sample_file sample = {.count = 1, .arrays = {wrong->array}};
    cotangent_file *file = NULL;
    cnl_error error = {.message = ""};
    problem_file *problem = dense_problem();
    if (problem == NULL) return;
    CHECK_INT(read_cotangent(&sample, problem, &file, &error), CNL_INVALID_ARGUMENT);
    CHECK_CONTAINS(error.message, wrong->sentence);
    CHECK(file == NULL);
    problem_file_free(problem);
}

static const refusal wrong_dense_changes[] = {
    {.array = {"P", "<f8", 2, {3, 3}}, .sentence = "P: unknown key; expected one of dP dP_data"},
    {.array = {"dP_data", "<f8", 1, {9}}, .sentence = "dP_data: expected dP, because the problem's matrix is dense"},
    {.array = {"dA", "<f8", 2, {3, 4}}, .sentence = "dA: expected shape [m, n]"},
    {.array = {"dP", "<f8", 3, {3, 3, 3}}, .sentence = "dP: expected a batch of 2"},
    {.array = {"dc", "<f8", 1, {4}}, .sentence = "dc: expected shape [n]"},
};

static const refusal wrong_sparse_changes[] = {
    {.array = {"dA", "<f8", 2, {4, 3}}, .sentence = "dA: expected dA_data, because the problem's matrix is sparse"},
    {.array = {"dP", "<f8", 2, {3, 3}}, .sentence = "dP: expected dP_data"},
    {.array = {"dA_data", "<f8", 1, {4}}, .sentence = "dA_data: expected shape [nnz]"},
    {.array = {"dA_indices", "<i4", 1, {5}}, .sentence = "dA_indices: unknown key"},
};

static void check_change_refused(const refusal *wrong, problem_file *problem)
{
    const sample_file sample = {.count = 1, .arrays = {wrong->array}};
    change_file *file = NULL;
    cnl_error error = {.message = ""};
    if (problem == NULL) return;
    CHECK_INT(read_change(&sample, problem, &file, &error), CNL_INVALID_ARGUMENT);
    CHECK_CONTAINS(error.message, wrong->sentence);
    CHECK(file == NULL);
    problem_file_free(problem);
}

static void a_wrong_dense_change_is_refused(const refusal *wrong) { check_change_refused(wrong, dense_problem()); }
static void a_wrong_sparse_change_is_refused(const refusal *wrong) { check_change_refused(wrong, sparse_problem()); }

static void a_change_of_nothing_is_refused(void)
{
    sample_file sample = sample_dense();
    const refusal wrong = {.array = {"dP", "<f8", 2, {3, 3}}, .sentence = "dP: expected not to be there"};
    sample_file_remove(&sample, "P");
    check_change_refused(&wrong, problem_of(&sample));
}

static void a_file_that_is_no_npz_is_refused(void)
{
    char path[96];
    cotangent_file *cotangent = NULL;
    change_file *change = NULL;
    cnl_error error = {.message = ""};
    problem_file *problem = dense_problem();
    if (problem == NULL) return;
    sample_path("text.npz", path);
    CHECK(sample_write_bytes(path, (const unsigned char *)"NAME text", 9));
    CHECK_INT(cotangent_file_read(path, problem, &cotangent, &error), CNL_INVALID_ARGUMENT);
    CHECK_CONTAINS(error.message, "cut short or damaged");
    CHECK_INT(change_file_read(path, problem, &change, &error), CNL_INVALID_ARGUMENT);
    CHECK_INT(change_file_read("/nonexistent.npz", problem, &change, &error), CNL_INVALID_ARGUMENT);
    CHECK_CONTAINS(error.message, "cannot be opened");
    CHECK(cotangent == NULL && change == NULL);
    problem_file_free(problem);
    unlink(path);
}

int main(int argc, char **argv)
{
    check_arguments(argc, argv);
    RUN(a_cotangent_is_read);
    RUN(a_change_of_a_dense_problem_is_read);
    RUN(a_change_of_a_sparse_problem_is_read);
    RUN_CASES(a_wrong_cotangent_is_refused, wrong_cotangents);
    RUN_CASES(a_wrong_dense_change_is_refused, wrong_dense_changes);
    RUN_CASES(a_wrong_sparse_change_is_refused, wrong_sparse_changes);
    RUN(a_change_of_nothing_is_refused);
    RUN(a_file_that_is_no_npz_is_refused);
    return check_report();
}
