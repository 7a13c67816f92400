#include "npz_files.h"

#include <string.h>

#include "check.h"
#include "npz_reader.h"

static const char *const ANSWER_KEYS[] = {"x",  "y",  "s",  "obj", "iterations", "residuals", "status",  "dP", "dA",
                                          "dc", "db", "dx", "dy",  "ds",         "dP_data",   "dA_data", NULL};

void finish_file(npz_writer *writer) { CHECK_OK(npz_writer_close(writer, NULL)); }

static void copy_numbers(const char *key, npy_array *raw, answer_array *result)
{
    int64_t most = (int64_t)(sizeof(result->numbers) / sizeof(result->numbers[0]));
    if (!CHECK_THAT(result->count <= most, "%s is too large for this test", key)) return;
    if (raw->header.type == NPY_F8) {
        memcpy(result->numbers, raw->bytes, (size_t)result->count * sizeof(double));
        return;
    }
    result->is_int32 = true;
    const int32_t *integers = raw->bytes;
    for (int64_t i = 0; i < result->count; i++) result->numbers[i] = integers[i];
}

answer_array read_answer(const char *path, const char *key)
{
    answer_array result = {0};
    npz_reader *reader;
    npy_array raw = {0};
    if (!CHECK_OK(npz_reader_open(path, ANSWER_KEYS, &reader, NULL))) return result;
    if (npz_reader_has(reader, key) && CHECK_OK(npz_reader_array(reader, key, &raw, NULL))) {
        result.is_there = true;
        result.rank = raw.header.rank;
        result.count = 1;
        for (int axis = 0; axis < result.rank && axis < 4; axis++) {
            result.shape[axis] = raw.header.shape[axis];
            result.count *= raw.header.shape[axis];
        }
        copy_numbers(key, &raw, &result);
    }
    npy_array_free(&raw);
    npz_reader_close(reader);
    return result;
}

void check_answer(const char *path, const char *key, const double *expected, double tolerance, int rank,
                  const int64_t *shape)
{
    check_note("%s of %s", key, path);
    answer_array got = read_answer(path, key);
    if (!CHECK(got.is_there) || !CHECK_INT(got.rank, rank)) return;
    for (int axis = 0; axis < rank; axis++) {
        if (!CHECK_INT(got.shape[axis], shape[axis])) return;
    }
    for (int64_t i = 0; i < got.count; i++) CHECK_NEAR(got.numbers[i], expected[i], tolerance);
}
