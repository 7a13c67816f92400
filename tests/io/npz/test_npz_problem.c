/* What the reader makes of good files: every form that the contract allows gives the same problem. */
#include <math.h>
#include <string.h>
#include <unistd.h>

#include "check.h"
#include "problem_file.h"
#include "sample_file.h"

/* Write the sample and read it as a problem; NULL, and a failed check, if either fails. */
static problem_file *read_sample(const sample_file *sample)
{
    char path[96];
    problem_file *problem = NULL;
    cnl_error error = {.message = ""};
    sample_path("problem.npz", path);
    if (!CHECK(sample_file_write(sample, path))) return NULL;
    cnl_status status = problem_file_read(path, &problem, &error);
    CHECK_THAT(status == CNL_OK, "%s", error.message);
    unlink(path);
    return problem;
}

static void check_numbers(const double *numbers, const double *expected, int64_t count)
{
    if (CHECK(numbers != NULL)) CHECK_BITS(numbers, expected, 1, count);
}

static const double *values_of(const sample_file *sample, const char *key)
{
    for (int i = 0; i < sample->count; i++) {
        if (strcmp(sample->arrays[i].key, key) == 0) return sample->arrays[i].values;
    }
    return NULL;
}

static sample_array *array_of(sample_file *sample, const char *key)
{
    for (int i = 0; i < sample->count; i++) {
        if (strcmp(sample->arrays[i].key, key) == 0) return &sample->arrays[i];
    }
    return NULL;
}

/* The problem of sample_dense(), however it was written. */
static void check_dense(const problem_file *problem)
{
    sample_file sample = sample_dense();
    const cnl_structure *structure = &problem->structure;
    CHECK_INT(problem->batch, 2);
    CHECK_INT(structure->n, 3);
    CHECK_INT(structure->m, 4);
    CHECK_INT(structure->cones.z, 1);
    CHECK_INT(structure->cones.l, 1);
    if (CHECK_INT(structure->cones.q_count, 1)) CHECK_INT(structure->cones.q[0], 2);
    CHECK_INT(structure->P.layout, CNL_DENSE);
    CHECK_INT(structure->A.layout, CNL_DENSE);
    CHECK_INT(problem->data.P_stride, 9);
    CHECK_INT(problem->data.c_stride, 3);
    CHECK_INT(problem->data.A_stride, 12);
    CHECK_INT(problem->data.b_stride, 4);
    CHECK(problem->P_batched && problem->c_batched && problem->A_batched && problem->b_batched);
    check_numbers(problem->data.P, values_of(&sample, "P"), 18);
    check_numbers(problem->data.c, values_of(&sample, "c"), 6);
    check_numbers(problem->data.A, values_of(&sample, "A"), 24);
    check_numbers(problem->data.b, values_of(&sample, "b"), 8);
    CHECK_NEAR(problem->offset[0], 0, 0);
    CHECK_INT(problem->offset_stride, 0);
    CHECK(problem->x0 == NULL && problem->y0 == NULL && problem->s0 == NULL && problem->name == NULL);
}

static void dense_arrays_are_read_as_they_are(void)
{
    sample_file sample = sample_dense();
    for (int deflated = 0; deflated < 2; deflated++) {
        sample.deflated = deflated;
        problem_file *problem = read_sample(&sample);
        if (problem != NULL) check_dense(problem);
        problem_file_free(problem);
    }
}

static void sparse_arrays_are_read_as_they_are(void)
{
    sample_file sample = sample_sparse();
    const int32_t starts[] = {0, 2, 3, 5};
    const int32_t rows[] = {0, 2, 1, 0, 3};
    problem_file *problem = read_sample(&sample);
    if (problem == NULL) return;
    CHECK_INT(problem->batch, 2);
    CHECK_INT(problem->structure.P.layout, CNL_CSC);
    CHECK_INT(problem->structure.A.layout, CNL_CSC);
    for (int i = 0; i < 4; i++) CHECK_INT(problem->structure.A.column_starts[i], starts[i]);
    for (int i = 0; i < 5; i++) CHECK_INT(problem->structure.A.row_indices[i], rows[i]);
    CHECK_INT(problem->data.P_stride, 0);
    CHECK_INT(problem->data.c_stride, 0);
    CHECK_INT(problem->data.A_stride, 5);
    CHECK_INT(problem->data.b_stride, 0);
    CHECK(problem->A_batched && !problem->P_batched && !problem->c_batched && !problem->b_batched);
    check_numbers(problem->data.P, values_of(&sample, "P_data"), 4);
    check_numbers(problem->data.A, values_of(&sample, "A_data"), 10);
    problem_file_free(problem);
}

/* float64 of either byte order, and float32: all these numbers are exact in it. int32 and int64 of either order. */
static void types_and_byte_orders_do_not_matter(void)
{
    const char *const numbers[] = {"<f8", ">f8", "<f4", ">f4", "=f8"};
    const char *const integers[] = {"<i8", ">i8", "<i4", ">i4", "=i4"};
    for (int type = 0; type < 5; type++) {
        sample_file sample = sample_dense();
        for (int i = 0; i < sample.count; i++) {
            sample_array *array = &sample.arrays[i];
            array->descr = array->descr == NULL ? numbers[type] : integers[type];
            array->version = 1 + type % 3;
        }
        check_note("types %s and %s", numbers[type], integers[type]);
        problem_file *problem = read_sample(&sample);
        if (problem != NULL) check_dense(problem);
        problem_file_free(problem);
    }
}

/* Put the numbers of a C-ordered array of the sample into Fortran order. */
static void reorder(sample_array *array)
{
    sample_array copy = *array;
    int64_t last = array->shape[array->rank - 1];
    int64_t middle = array->rank == 3 ? array->shape[1] : 1;
    int64_t first = array->shape[0];
    for (int64_t i = 0; i < first; i++) {
        for (int64_t j = 0; j < middle; j++) {
            for (int64_t k = 0; k < last; k++) {
                array->values[i + first * (j + middle * k)] = copy.values[(i * middle + j) * last + k];
            }
        }
    }
    array->fortran = true;
}

static void fortran_order_is_turned(void)
{
    const char *const keys[] = {"P", "A", "c", "b"};
    for (int narrow = 0; narrow < 2; narrow++) {
        sample_file sample = sample_dense();
        for (int i = 0; i < 4; i++) {
            sample_array *array = array_of(&sample, keys[i]);
            reorder(array);
            if (narrow) array->descr = ">f4";
        }
        problem_file *problem = read_sample(&sample);
        if (problem != NULL) check_dense(problem);
        problem_file_free(problem);
    }
}

/* Any spelling of the dictionary that means the same in Python. */
static void the_dictionary_may_be_spelled_differently(void)
{
    const char *const headers[] = {
        "{\"shape\":(2,3),\"fortran_order\":False,\"descr\":\"<f8\"}",
        "  { 'fortran_order' : False , 'descr' : '<f8' , 'shape' : ( 2 , 3 , ) , }  ",
        "{'descr': '<f8', 'fortran_order': False, 'shape': (2L, 3L), }",
    };
    for (int i = 0; i < 3; i++) {
        sample_file sample = sample_dense();
        array_of(&sample, "c")->header = headers[i];
        problem_file *problem = read_sample(&sample);
        if (problem != NULL) check_dense(problem);
        problem_file_free(problem);
    }
}

static void shared_arrays_alone_are_a_batch_of_one(void)
{
    sample_file sample = sample_sparse();
    sample_file_set(&sample, &(sample_array){.key = "A_data", .rank = 1, .shape = {5}, .values = {1, 2, 3, 4, 5}});
    problem_file *problem = read_sample(&sample);
    if (problem == NULL) return;
    CHECK_INT(problem->batch, 1);
    CHECK_INT(problem->data.A_stride, 0);
    CHECK(!problem->A_batched);
    problem_file_free(problem);
}

/* The offset alone may tell the batch, and so may a warm start. */
static void the_batch_is_that_of_any_array(void)
{
    sample_file sample = sample_sparse();
    sample_file_set(&sample, &(sample_array){.key = "A_data", .rank = 1, .shape = {5}, .values = {1, 2, 3, 4, 5}});
    sample_file_set(&sample, &(sample_array){.key = "offset", .rank = 1, .shape = {7}, .values = {1, 2, 3}});
    sample_file_set(&sample, &(sample_array){.key = "x0", .rank = 2, .shape = {7, 3}, .values = {1, 2, 3, 4}});
    sample_file_set(&sample, &(sample_array){.key = "y0", .rank = 1, .shape = {4}, .values = {5}});
    sample_file_set(&sample, &(sample_array){.key = "s0", .rank = 2, .shape = {7, 4}, .values = {6}});
    problem_file *problem = read_sample(&sample);
    if (problem == NULL) return;
    CHECK_INT(problem->batch, 7);
    CHECK_INT(problem->offset_stride, 1);
    CHECK_NEAR(problem->offset[2], 3, 0);
    CHECK_INT(problem->x0_stride, 3);
    CHECK_INT(problem->y0_stride, 0);
    CHECK_INT(problem->s0_stride, 4);
    if (CHECK(problem->x0 != NULL)) CHECK_NEAR(problem->x0[3], 4, 0);
    if (CHECK(problem->y0 != NULL)) CHECK_NEAR(problem->y0[0], 5, 0);
    if (CHECK(problem->s0 != NULL)) CHECK_NEAR(problem->s0[0], 6, 0);
    problem_file_free(problem);
}

static void a_shared_offset_is_one_number(void)
{
    sample_file sample = sample_dense();
    sample_file_set(&sample, &(sample_array){.key = "offset", .values = {-2.5}});
    problem_file *problem = read_sample(&sample);
    if (problem == NULL) return;
    CHECK_NEAR(problem->offset[0], -2.5, 0);
    CHECK_INT(problem->offset_stride, 0);
    problem_file_free(problem);
}

/* Without rows there is no need for A; without P the objective is linear. */
static void a_problem_may_have_no_matrices(void)
{
    sample_file sample = {.count = 2,
                          .arrays = {{.key = "c", .rank = 1, .shape = {3}, .values = {1, 2, 3}},
                                     {.key = "b", .rank = 2, .shape = {5, 0}}}};
    for (int with_A = 0; with_A < 2; with_A++) {
        if (with_A) sample_file_set(&sample, &(sample_array){.key = "A", .rank = 2, .shape = {0, 3}});
        problem_file *problem = read_sample(&sample);
        if (problem == NULL) return;
        CHECK_INT(problem->structure.m, 0);
        CHECK_INT(problem->structure.P.layout, CNL_ABSENT);
        CHECK_INT(problem->structure.A.layout, CNL_DENSE);
        CHECK_INT(problem->batch, 5);
        CHECK((problem->data.A != NULL) == with_A);
        problem_file_free(problem);
    }
}

/* What the solver cannot take may be there as long as there is nothing of it. */
static void cones_of_other_kinds_may_be_empty(void)
{
    sample_file sample = sample_dense();
    sample_file_set(&sample, &(sample_array){.key = "s", .descr = "<i8", .rank = 1, .shape = {0}});
    sample_file_set(&sample, &(sample_array){.key = "p", .rank = 1, .shape = {0}});
    sample_file_set(&sample, &(sample_array){.key = "ep", .descr = "<i4"});
    sample_file_set(&sample, &(sample_array){.key = "ed", .descr = "<i4"});
    sample_file_set(&sample, &(sample_array){.key = "expect_status", .descr = "<U10"});
    problem_file *problem = read_sample(&sample);
    if (problem != NULL) check_dense(problem);
    problem_file_free(problem);
}

static void numbers_that_are_not_finite_are_no_error(void)
{
    sample_file sample = sample_dense();
    array_of(&sample, "c")->values[1] = NAN;
    array_of(&sample, "b")->values[2] = INFINITY;
    problem_file *problem = read_sample(&sample);
    if (problem == NULL) return;
    CHECK(isnan(problem->data.c[1]));
    CHECK(isinf(problem->data.b[2]));
    problem_file_free(problem);
}

int main(int argc, char **argv)
{
    check_arguments(argc, argv);
    RUN(dense_arrays_are_read_as_they_are);
    RUN(sparse_arrays_are_read_as_they_are);
    RUN(types_and_byte_orders_do_not_matter);
    RUN(fortran_order_is_turned);
    RUN(the_dictionary_may_be_spelled_differently);
    RUN(shared_arrays_alone_are_a_batch_of_one);
    RUN(the_batch_is_that_of_any_array);
    RUN(a_shared_offset_is_one_number);
    RUN(a_problem_may_have_no_matrices);
    RUN(cones_of_other_kinds_may_be_empty);
    RUN(numbers_that_are_not_finite_are_no_error);
    return check_report();
}
