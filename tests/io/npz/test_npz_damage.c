/*
 * Files cut short or damaged. A damaged file is refused, or the damage was in a place that carries nothing (a date)
 * and the problem is the same to the last bit; it never crashes.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "check.h"
#include "dice.h"
#include "problem_file.h"
#include "sample_file.h"

typedef sample_file (*sample_maker)(void);

/* The bytes of a sample, or NULL and a failed check. */
static unsigned char *whole_file(sample_maker make, bool deflated, const char *path, size_t *count)
{
    sample_file sample = make();
    sample.deflated = deflated;
    if (!CHECK(sample_file_write(&sample, path))) return NULL;
    unsigned char *bytes = sample_bytes(path, count);
    CHECK(bytes != NULL && *count > 0);
    return bytes;
}

static void every_truncation_is_refused(void)
{
    char path[96];
    sample_path("cut.npz", path);
    for (int kind = 0; kind < 2; kind++) {
        size_t count = 0;
        unsigned char *bytes = whole_file(sample_sparse, kind == 1, path, &count);
        for (size_t kept = count; bytes != NULL && kept-- > 0;) {
            problem_file *problem = NULL;
            cnl_error error = {.message = ""};
            if (!CHECK_INT(truncate(path, (off_t)kept), 0)) break;
            check_note("cut to %zu of %zu bytes", kept, count);
            CHECK_INT(problem_file_read(path, &problem, &error), CNL_INVALID_ARGUMENT);
            CHECK(error.message[0] != '\0' && problem == NULL);
            problem_file_free(problem);
        }
        free(bytes);
    }
    unlink(path);
}

static bool same_numbers(const double *numbers, const double *others, size_t count)
{
    return memcmp(numbers, others, count * sizeof *numbers) == 0;
}

static bool same_problem(const problem_file *problem, const problem_file *original)
{
    bool sizes = problem->batch == original->batch && problem->structure.n == original->structure.n &&
                 problem->structure.m == original->structure.m &&
                 problem->structure.cones.z == original->structure.cones.z &&
                 problem->structure.cones.q_count == original->structure.cones.q_count &&
                 problem->structure.A.layout == original->structure.A.layout;
    size_t A_count = original->structure.A.layout == CNL_DENSE ? 24 : 10;
    return sizes && same_numbers(problem->data.A, original->data.A, A_count) &&
           same_numbers(problem->data.c, original->data.c, 3) && same_numbers(problem->data.b, original->data.b, 4);
}

static void flip(sample_maker make, bool deflated, uint64_t seed, int flips)
{
    char path[96];
    size_t count = 0;
    problem_file *original = NULL;
    sample_path("flip.npz", path);
    unsigned char *bytes = whole_file(make, deflated, path, &count);
    if (bytes == NULL || !CHECK_OK(problem_file_read(path, &original, NULL))) {
        free(bytes);
        return;
    }
    dice stream = dice_begin(seed, deflated);
    for (int i = 0; i < flips; i++) {
        problem_file *problem = NULL;
        size_t place = (size_t)dice_below(&stream, (int32_t)count);
        unsigned char change = (unsigned char)(1 + dice_below(&stream, 255));
        bytes[place] ^= change;
        if (!CHECK(sample_write_bytes(path, bytes, count))) break;
        check_note("byte %zu changed by %d", place, change);
        cnl_status status = problem_file_read(path, &problem, NULL);
        CHECK(status == CNL_OK ? same_problem(problem, original) : problem == NULL);
        problem_file_free(problem);
        bytes[place] ^= change;
    }
    problem_file_free(original);
    free(bytes);
    unlink(path);
}

static void a_flipped_byte_changes_no_number(void)
{
    const uint64_t seed = 20250607;
    check_seed(seed);
    flip(sample_dense, false, seed, 500);
    flip(sample_dense, true, seed, 500);
    flip(sample_sparse, false, seed + 1, 500);
    flip(sample_sparse, true, seed + 1, 500);
}

/* Where `part` is in the bytes for the `number`th time, counted from 0; `count` if it is not. */
static size_t find_bytes(const unsigned char *bytes, size_t count, const void *part, size_t length, int number)
{
    for (size_t place = 0; place + length <= count; place++) {
        if (memcmp(bytes + place, part, length) == 0 && number-- == 0) return place;
    }
    return count;
}

static void check_bytes_refused(const char *path, const unsigned char *bytes, size_t count, const char *sentence)
{
    problem_file *problem = NULL;
    cnl_error error = {.message = ""};
    if (!CHECK(sample_write_bytes(path, bytes, count))) return;
    CHECK_INT(problem_file_read(path, &problem, &error), CNL_INVALID_ARGUMENT);
    CHECK_CONTAINS(error.message, sentence);
    problem_file_free(problem);
}

static void a_wrong_checksum_is_told_with_its_key(void)
{
    char path[96];
    size_t count = 0;
    const double c_start[] = {1, -2, 0.5};
    sample_path("crc.npz", path);
    unsigned char *bytes = whole_file(sample_dense, false, path, &count);
    if (bytes == NULL) return;
    size_t place = find_bytes(bytes, count, c_start, sizeof c_start, 0);
    if (CHECK(place < count)) {
        bytes[place] ^= 1;
        check_bytes_refused(path, bytes, count, "c: cut short or damaged");
    }
    free(bytes);
    unlink(path);
}

/* Change the name of the entry x0 to `name`, of the same length, in both places where a zip archive has it. */
static void a_name_that_is_there_twice_is_refused(void)
{
    char path[96];
    size_t count = 0;
    sample_file sample = sample_dense();
    sample_file_set(&sample, &(sample_array){.key = "x0", .rank = 1, .shape = {3}});
    sample_file_set(&sample, &(sample_array){.key = "y0", .rank = 1, .shape = {4}});
    sample_path("twice.npz", path);
    if (!CHECK(sample_file_write(&sample, path))) return;
    unsigned char *bytes = sample_bytes(path, &count);
    size_t first = find_bytes(bytes, count, "y0.npy", 6, 0);
    size_t second = find_bytes(bytes, count, "y0.npy", 6, 1);
    if (CHECK(first < second && second < count)) {
        bytes[first] = 'x';
        bytes[second] = 'x';
        check_bytes_refused(path, bytes, count, "twice");
    }
    free(bytes);
    unlink(path);
}

typedef struct bad_array {
    sample_array array;
    const char *sentence;
} bad_array;

#define HEADER(shape) "{'descr': '<f8', 'fortran_order': False, 'shape': " shape ", }"

/* Arrays c whose header does not fit what follows, or is none. */
static const bad_array bad_arrays[] = {
    {{.key = "c", .rank = 1, .shape = {3}, .extra_bytes = -1}, "needs 24 bytes, the file has 23"},
    {{.key = "c", .rank = 1, .shape = {3}, .extra_bytes = 1}, "needs 24 bytes, the file has 25"},
    {{.key = "c", .rank = 1, .shape = {3}, .extra_bytes = -24}, "needs 24 bytes, the file has 0"},
    {{.key = "c", .rank = 1, .shape = {3}, .extra_bytes = -60}, "c: cut short or not in NumPy's .npy format"},
    {{.key = "c", .rank = 1, .shape = {3}, .version = 4}, "c: cut short or not in NumPy's .npy format"},
    {{.key = "c", .header = " "}, "c: damaged"},
    {{.key = "c", .header = "{}"}, "c: damaged"},
    {{.key = "c", .header = "{'descr': '<f8', 'fortran_order': False}"}, "c: damaged"},
    {{.key = "c", .header = "{'descr': '<f8', 'fortran_order': 0, 'shape': (3,)}"}, "c: damaged"},
    {{.key = "c", .header = "{'descr': [('a', '<f8')], 'fortran_order': False, 'shape': (3,)}"}, "structured type"},
    {{.key = "c", .header = "{'descr': '<f8', 'descr': '<f8', 'fortran_order': False, 'shape': (3,)}"}, "c: damaged"},
    {{.key = "c", .header = "{'descr': '<f8', 'extra': '', 'fortran_order': False, 'shape': (3,)}"}, "c: damaged"},
    {{.key = "c", .header = HEADER("(3,)") " x"}, "c: damaged"},
    {{.key = "c", .header = HEADER("(3)")}, "c: damaged"},
    {{.key = "c", .header = HEADER("(3 3)")}, "c: damaged"},
    {{.key = "c", .header = HEADER("(-3,)")}, "c: damaged"},
    {{.key = "c", .header = HEADER("(3.0,)")}, "c: damaged"},
    {{.key = "c", .header = HEADER("(3,")}, "c: damaged"},
    {{.key = "c", .header = HEADER("(1, 1, 1, 1, 1, 1, 1, 1, 1)")}, "at most 8 axes"},
    {{.key = "c", .header = HEADER("(99999999999999999999,)")}, "c: damaged"},
    {{.key = "c", .header = HEADER("(9223372036854775807,)")}, "c: its shape has too many elements"},
    {{.key = "c", .header = HEADER("(4294967296, 4294967296)")}, "c: its shape has too many elements"},
    {{.key = "c", .header = HEADER("(1000000000000,)")}, "needs 8000000000000 bytes, the file has 8"},
    {{.key = "c", .header = HEADER("(9223372036854775807, 0)"), .extra_bytes = -8}, "c: expected a batch of 1 to"},
    {{.key = "c", .header = HEADER("(0, 9223372036854775807)"), .extra_bytes = -8}, "c: expected a batch of 1 to"},
    {{.key = "c", .header = "{'descr': '<U2147483647', 'fortran_order': False, 'shape': (1000000000000,)}"},
     "c: cut short or damaged"},
};

static void a_header_that_does_not_fit_is_refused(const bad_array *bad)
{
    char path[96];
    problem_file *problem = NULL;
    cnl_error error = {.message = ""};
    sample_file sample = sample_dense();
    sample_file_set(&sample, &bad->array);
    sample_path("header.npz", path);
    if (!CHECK(sample_file_write(&sample, path))) return;
    CHECK_INT(problem_file_read(path, &problem, &error), CNL_INVALID_ARGUMENT);
    CHECK_CONTAINS(error.message, bad->sentence);
    problem_file_free(problem);
    unlink(path);
}

/* The headers of .npy files, not their wrapping, are what the bytes of a checksummed entry cannot protect. */
static void a_flipped_byte_of_a_header_never_crashes(void)
{
    const char good[] = HEADER("(3,)");
    const uint64_t seed = 77;
    char path[96];
    char header[sizeof good];
    dice stream = dice_begin(seed, 0);
    check_seed(seed);
    sample_path("headers.npz", path);
    for (int i = 0; i < 1000; i++) {
        problem_file *problem = NULL;
        sample_file sample = sample_sparse();
        memcpy(header, good, sizeof good);
        header[dice_below(&stream, sizeof good - 1)] = (char)(1 + dice_below(&stream, 255));
        sample_file_set(&sample, &(sample_array){.key = "c", .rank = 1, .shape = {3}, .header = header});
        if (!CHECK(sample_file_write(&sample, path))) return;
        cnl_status status = problem_file_read(path, &problem, NULL);
        CHECK(status == CNL_OK ? problem->structure.n == 3 : problem == NULL);
        problem_file_free(problem);
    }
    unlink(path);
}

int main(int argc, char **argv)
{
    check_arguments(argc, argv);
    RUN(every_truncation_is_refused);
    RUN(a_flipped_byte_changes_no_number);
    RUN(a_wrong_checksum_is_told_with_its_key);
    RUN(a_name_that_is_there_twice_is_refused);
    RUN_CASES(a_header_that_does_not_fit_is_refused, bad_arrays);
    RUN(a_flipped_byte_of_a_header_never_crashes);
    return check_report();
}
