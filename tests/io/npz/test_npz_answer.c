/* What is written can be read again: keys, shapes and numbers of an answer; and no half file is left behind. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "check.h"
#include "npz_reader.h"
#include "npz_writer.h"
#include "sample_file.h"
#include "solution_file.h"

static const char *const answer_keys[] = {"x",      "y",  "s",       "obj", "iterations", "residuals",
                                          "status", "dP", "dP_data", "dc",  "dA",         "dA_data",
                                          "db",     "dx", "dy",      "ds",  NULL};

/* The array under `key` has this shape (a list such as "[2, 3]") and these bytes. */
static void check_array_is(npz_reader *reader, const char *key, const char *shape, npy_type type, const void *bytes)
{
    char room[NPY_SHAPE_ROOM];
    npy_array array;
    check_note("key %s", key);
    if (!CHECK(npz_reader_has(reader, key)) || !CHECK_OK(npz_reader_array(reader, key, &array, NULL))) return;
    CHECK_INT(array.header.type, type);
    CHECK_STR(npy_shape_text(&array.header, room), shape);
    size_t count = (size_t)(array.header.count * array.header.item_bytes);
    CHECK(count == 0 || memcmp(array.bytes, bytes, count) == 0);
    npy_array_free(&array);
}

static problem_file *read_sample(const sample_file *sample)
{
    char path[96];
    problem_file *problem = NULL;
    sample_path("asked.npz", path);
    if (CHECK(sample_file_write(sample, path))) CHECK_OK(problem_file_read(path, &problem, NULL));
    unlink(path);
    return problem;
}

/* Numbers that tell one array from another. */
static const double numbers[] = {1.5, -2, 3,  1e300, 5e-324, 6,  7,  8,  9,  10, 11, 12,
                                 13,  14, 15, 16,    17,     18, 19, 20, 21, 22, 23, 24};
static const int32_t integers[] = {12, -7};

static cnl_solution solution_of_two(void)
{
    cnl_solution solution = {.x = (double *)numbers + 1,
                             .y = (double *)numbers + 2,
                             .s = (double *)numbers + 3,
                             .objective = (double *)numbers + 4,
                             .residuals = (double *)numbers + 5,
                             .iterations = (int32_t *)integers,
                             .status = (int32_t *)integers};
    return solution;
}

static void check_solution(npz_reader *reader)
{
    check_array_is(reader, "x", "[2, 3]", NPY_F8, numbers + 1);
    check_array_is(reader, "y", "[2, 4]", NPY_F8, numbers + 2);
    check_array_is(reader, "s", "[2, 4]", NPY_F8, numbers + 3);
    check_array_is(reader, "obj", "[2]", NPY_F8, numbers + 4);
    check_array_is(reader, "residuals", "[2, 3]", NPY_F8, numbers + 5);
    check_array_is(reader, "iterations", "[2]", NPY_I4, integers);
    check_array_is(reader, "status", "[2]", NPY_I4, integers);
}

static void an_answer_has_the_keys_of_the_contract(void)
{
    char path[96];
    npz_reader *reader = NULL;
    sample_file sample = sample_dense();
    cnl_solution solution = solution_of_two();
    problem_file *problem = read_sample(&sample);
    sample_path("answer.npz", path);
    if (problem == NULL || !CHECK_OK(solution_file_write(path, problem, &solution, NULL, NULL, NULL))) return;
    if (CHECK_OK(npz_reader_open(path, answer_keys, &reader, NULL))) {
        check_solution(reader);
        CHECK(!npz_reader_has(reader, "dP") && !npz_reader_has(reader, "dx"));
    }
    npz_reader_close(reader);
    problem_file_free(problem);
    unlink(path);
}

/* A gradient has its datum's own shape: with the batch axis or without, dense or one number per entry. */
static void gradients_have_the_shapes_of_their_data(void)
{
    static const char *const dense_shapes[] = {"[2, 3, 3]", "[2, 3]", "[2, 4, 3]", "[2, 4]"};
    static const char *const sparse_shapes[] = {"[4]", "[3]", "[2, 5]", "[4]"};
    const cnl_gradient gradient = {
        .dP = (double *)numbers, .dc = (double *)numbers + 1, .dA = (double *)numbers, .db = (double *)numbers + 3};
    const solution_change change = {.dx = numbers + 4, .dy = numbers + 5, .ds = numbers + 6};
    char path[96];
    sample_path("gradients.npz", path);
    for (int sparse = 0; sparse < 2; sparse++) {
        npz_reader *reader = NULL;
        sample_file sample = sparse ? sample_sparse() : sample_dense();
        const char *const *shapes = sparse ? sparse_shapes : dense_shapes;
        cnl_solution solution = solution_of_two();
        problem_file *problem = read_sample(&sample);
        if (problem == NULL || !CHECK_OK(solution_file_write(path, problem, &solution, &gradient, &change, NULL)))
            return;
        if (CHECK_OK(npz_reader_open(path, answer_keys, &reader, NULL))) {
            check_solution(reader);
            check_array_is(reader, sparse ? "dP_data" : "dP", shapes[0], NPY_F8, gradient.dP);
            check_array_is(reader, "dc", shapes[1], NPY_F8, gradient.dc);
            check_array_is(reader, sparse ? "dA_data" : "dA", shapes[2], NPY_F8, gradient.dA);
            check_array_is(reader, "db", shapes[3], NPY_F8, gradient.db);
            check_array_is(reader, "dx", "[2, 3]", NPY_F8, change.dx);
            check_array_is(reader, "dy", "[2, 4]", NPY_F8, change.dy);
            check_array_is(reader, "ds", "[2, 4]", NPY_F8, change.ds);
            CHECK(!npz_reader_has(reader, sparse ? "dP" : "dP_data"));
        }
        npz_reader_close(reader);
        problem_file_free(problem);
    }
    unlink(path);
}

/* A problem without matrices and rows: empty y and s are there, gradients of what is not there are not. */
static void what_the_problem_does_not_have_is_not_written(void)
{
    char path[96];
    npz_reader *reader = NULL;
    sample_file sample = {.count = 2,
                          .arrays = {{.key = "c", .rank = 2, .shape = {2, 3}}, {.key = "b", .rank = 1, .shape = {0}}}};
    const cnl_gradient gradient = {
        .dP = (double *)numbers, .dc = (double *)numbers, .dA = (double *)numbers, .db = (double *)numbers};
    cnl_solution solution = solution_of_two();
    problem_file *problem = read_sample(&sample);
    sample_path("empty.npz", path);
    if (problem == NULL || !CHECK_OK(solution_file_write(path, problem, &solution, &gradient, NULL, NULL))) return;
    if (CHECK_OK(npz_reader_open(path, answer_keys, &reader, NULL))) {
        check_array_is(reader, "y", "[2, 0]", NPY_F8, NULL);
        check_array_is(reader, "s", "[2, 0]", NPY_F8, NULL);
        check_array_is(reader, "dc", "[2, 3]", NPY_F8, numbers);
        check_array_is(reader, "db", "[0]", NPY_F8, NULL);
        CHECK(!npz_reader_has(reader, "dP") && !npz_reader_has(reader, "dA"));
    }
    npz_reader_close(reader);
    problem_file_free(problem);
    unlink(path);
}

/* One number, and as many axes as the format has here. */
static void every_rank_is_written(void)
{
    static const char *const keys[] = {"x", "y", NULL};
    const int64_t shape[] = {1, 2, 1, 1, 2, 1, 3, 2};
    char path[96];
    npz_reader *reader = NULL;
    sample_path("ranks.npz", path);
    npz_writer *writer = npz_writer_open(path);
    npz_write_f64(writer, "x", numbers, 0, NULL);
    npz_write_f64(writer, "y", numbers, 8, shape);
    if (!CHECK_OK(npz_writer_close(writer, NULL))) return;
    if (CHECK_OK(npz_reader_open(path, keys, &reader, NULL))) {
        check_array_is(reader, "x", "[]", NPY_F8, numbers);
        check_array_is(reader, "y", "[1, 2, 1, 1, 2, 1, 3, 2]", NPY_F8, numbers);
    }
    npz_reader_close(reader);
    unlink(path);
}

static bool write_one(const char *path, const double *data, int64_t count, cnl_error *error)
{
    npz_writer *writer = npz_writer_open(path);
    npz_write_f64(writer, "x", data, 1, &count);
    return npz_writer_close(writer, error) == CNL_OK;
}

static void the_same_arrays_give_the_same_bytes(void)
{
    char path[2][96];
    unsigned char *bytes[2];
    size_t counts[2] = {0, 1};
    for (int i = 0; i < 2; i++) {
        sample_path(i == 0 ? "first.npz" : "second.npz", path[i]);
        CHECK(write_one(path[i], numbers, 24, NULL));
        bytes[i] = sample_bytes(path[i], &counts[i]);
        unlink(path[i]);
    }
    CHECK(counts[0] > 0 && counts[0] == counts[1] && memcmp(bytes[0], bytes[1], counts[0]) == 0);
    free(bytes[0]);
    free(bytes[1]);
}

static int count_files(const char *folder)
{
    int count = 0;
    DIR *listing = opendir(folder);
    while (listing != NULL) {
        struct dirent *entry = readdir(listing);
        if (entry == NULL) break;
        if (entry->d_name[0] != '.') count++;
    }
    if (listing != NULL) closedir(listing);
    return count;
}

/* An older file is replaced as a whole, also through a link; nothing else appears beside it. */
static void an_older_file_is_replaced(void)
{
    char folder[96];
    char path[128];
    char link_path[128];
    struct stat about;
    sample_path("folder", folder);
    if (!CHECK_INT(mkdir(folder, 0700), 0)) return;
    snprintf(path, sizeof path, "%s/answer.npz", folder);
    snprintf(link_path, sizeof link_path, "%s/link.npz", folder);
    CHECK(sample_write_bytes(path, (const unsigned char *)"old", 3));
    CHECK_INT(symlink("answer.npz", link_path), 0);
    CHECK(write_one(link_path, numbers, 2, NULL));
    CHECK(lstat(link_path, &about) == 0 && S_ISLNK(about.st_mode));
    CHECK(stat(path, &about) == 0 && about.st_size > 100);
    CHECK_INT(count_files(folder), 2);
    unlink(link_path);
    unlink(path);
    CHECK_INT(rmdir(folder), 0);
}

/* Given up in the middle, the older file is as it was. */
static void a_discarded_file_is_not_written(void)
{
    char path[96];
    size_t count = 0;
    sample_path("kept.npz", path);
    CHECK(sample_write_bytes(path, (const unsigned char *)"old", 3));
    npz_writer *writer = npz_writer_open(path);
    npz_write_i32(writer, "x", integers, 0, NULL);
    npz_writer_discard(writer);
    unsigned char *bytes = sample_bytes(path, &count);
    CHECK(count == 3 && memcmp(bytes, "old", 3) == 0);
    free(bytes);
    unlink(path);
}

/* What is not a plain file is left alone: writing to it would put a file in its place. */
static void what_cannot_be_written_is_told(void)
{
    cnl_error error = {.message = ""};
    struct stat about;
    CHECK(!write_one("/nonexistent/answer.npz", numbers, 2, &error));
    CHECK_INT(error.status, CNL_INVALID_ARGUMENT);
    CHECK_CONTAINS(error.message, "cannot be written");
    CHECK(!write_one("/dev/null", numbers, 2, &error));
    CHECK_CONTAINS(error.message, "not a plain file");
    CHECK(stat("/dev/null", &about) == 0 && S_ISCHR(about.st_mode));
    CHECK(!write_one("/", numbers, 2, &error));
    CHECK_CONTAINS(error.message, "not a plain file");
    CHECK_INT(npz_writer_close(NULL, &error), CNL_OUT_OF_MEMORY);
}

int main(int argc, char **argv)
{
    check_arguments(argc, argv);
    RUN(an_answer_has_the_keys_of_the_contract);
    RUN(gradients_have_the_shapes_of_their_data);
    RUN(what_the_problem_does_not_have_is_not_written);
    RUN(every_rank_is_written);
    RUN(the_same_arrays_give_the_same_bytes);
    RUN(an_older_file_is_replaced);
    RUN(a_discarded_file_is_not_written);
    RUN(what_cannot_be_written_is_told);
    return check_report();
}
