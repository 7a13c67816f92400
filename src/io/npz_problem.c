#include "npz_problem.h"

#include <stdlib.h>

#include "file_storage.h"
#include "io_error.h"
#include "npz_cones.h"
#include "npz_loader.h"
#include "npz_matrix.h"

/* `expect_status` is a note to people in collections of test problems; nothing reads it. */
static const char *const problem_keys[] = {
    "c", "b", "P",  "P_data", "P_indices", "P_indptr", "A",  "A_data", "A_indices", "A_indptr",      "z", "l",
    "q", "s", "ep", "ed",     "p",         "offset",   "x0", "y0",     "s0",        "expect_status", NULL};

static const matrix_keys P_keys = {"P", "P_data", "P_indices", "P_indptr", "n, n"};
static const matrix_keys A_keys = {"A", "A_data", "A_indices", "A_indptr", "m, n"};

/* c and b, which give n, m and usually the batch. */
static cnl_status load_vector(npz_loader *loader, const char *key, const char *letter, int32_t least, int32_t *length,
                              batch_array *array)
{
    problem_shape shape = {.letters = letter, .rank = 1, .shape = {ANY_LENGTH}};
    if (!npz_reader_has(loader->reader, key)) {
        return io_invalid(loader->error, "%s: missing, but every problem needs c and b", key);
    }
    cnl_status status = npz_load_numbers(loader, key, &shape, array);
    if (status != CNL_OK) return status;
    if (array->shape[0] < least || array->shape[0] > INT32_MAX) {
        return io_invalid(loader->error, "%s: expected %s from %d to %d, got %lld", key, letter, least, INT32_MAX,
                          (long long)array->shape[0]);
    }
    *length = (int32_t)array->shape[0];
    return CNL_OK;
}

static cnl_status load_vectors(npz_loader *loader, problem_file *file)
{
    batch_array c;
    batch_array b;
    cnl_status status = load_vector(loader, "c", "n", 1, &file->structure.n, &c);
    if (status == CNL_OK) status = load_vector(loader, "b", "m", 0, &file->structure.m, &b);
    if (status != CNL_OK) return status;
    file->data.c = c.numbers;
    file->data.c_stride = c.stride;
    file->c_batched = c.batched;
    file->data.b = b.numbers;
    file->data.b_stride = b.stride;
    file->b_batched = b.batched;
    return CNL_OK;
}

static cnl_status load_matrices(npz_loader *loader, problem_file *file)
{
    batch_array P;
    batch_array A;
    cnl_structure *structure = &file->structure;
    cnl_status status = npz_load_matrix(loader, &P_keys, structure->n, structure->n, &structure->P, &P);
    if (status == CNL_OK) status = npz_load_matrix(loader, &A_keys, structure->m, structure->n, &structure->A, &A);
    if (status != CNL_OK) return status;
    if (structure->A.layout == CNL_ABSENT) {
        if (structure->m > 0) {
            return io_invalid(loader->error, "A: missing, but b has m = %d rows; only m = 0 needs no A", structure->m);
        }
        structure->A.layout = CNL_DENSE;
    }
    file->data.P = P.numbers;
    file->data.P_stride = P.stride;
    file->P_batched = P.batched;
    file->data.A = A.numbers;
    file->data.A_stride = A.stride;
    file->A_batched = A.batched;
    return CNL_OK;
}

/* An array that may be missing. */
static cnl_status load_optional(npz_loader *loader, const char *key, const char *letter, int rank, int64_t length,
                                const double **numbers, int64_t *stride)
{
    if (!npz_reader_has(loader->reader, key)) return CNL_OK;
    batch_array array;
    problem_shape shape = {.letters = letter, .rank = rank, .shape = {length}};
    cnl_status status = npz_load_numbers(loader, key, &shape, &array);
    if (status != CNL_OK) return status;
    *numbers = array.numbers;
    *stride = array.stride;
    return CNL_OK;
}

static cnl_status load_optionals(npz_loader *loader, problem_file *file)
{
    int32_t n = file->structure.n;
    int32_t m = file->structure.m;
    cnl_status status = load_optional(loader, "offset", "", 0, 0, &file->offset, &file->offset_stride);
    if (status == CNL_OK) status = load_optional(loader, "x0", "n", 1, n, &file->x0, &file->x0_stride);
    if (status == CNL_OK) status = load_optional(loader, "y0", "m", 1, m, &file->y0, &file->y0_stride);
    if (status == CNL_OK) status = load_optional(loader, "s0", "m", 1, m, &file->s0, &file->s0_stride);
    if (status != CNL_OK || file->offset != NULL) return status;
    file->offset = file_storage_allocate(&file->storage, 1, sizeof *file->offset);
    return file->offset != NULL ? CNL_OK : io_out_of_memory(loader->error);
}

/* Only text may be there, and it must be whole. */
static cnl_status check_note(npz_loader *loader)
{
    const char *key = "expect_status";
    if (!npz_reader_has(loader->reader, key)) return CNL_OK;
    npy_array note;
    cnl_status status = npz_reader_array(loader->reader, key, &note, loader->error);
    if (status != CNL_OK) return status;
    if (note.header.type != NPY_TEXT) {
        status = io_invalid(loader->error, "%s: expected text, got '%s'", key, note.header.type_text);
    }
    npy_array_free(&note);
    return status;
}

static cnl_status load_problem(npz_loader *loader, problem_file *file)
{
    cnl_status status = load_vectors(loader, file);
    if (status == CNL_OK) status = load_matrices(loader, file);
    if (status == CNL_OK) status = npz_load_cones(loader, file->structure.m, &file->structure.cones);
    if (status == CNL_OK) status = load_optionals(loader, file);
    if (status == CNL_OK) status = check_note(loader);
    file->batch = loader->batch > 0 ? loader->batch : 1;
    return status;
}

cnl_status npz_problem_read(const char *path, problem_file **file, cnl_error *error)
{
    *file = NULL;
    npz_reader *reader;
    cnl_status status = npz_reader_open(path, problem_keys, &reader, error);
    if (status != CNL_OK) return status;
    problem_file *read = calloc(1, sizeof *read);
    if (read == NULL) {
        npz_reader_close(reader);
        return io_out_of_memory(error);
    }
    npz_loader loader = {.reader = reader, .storage = &read->storage, .error = error};
    status = load_problem(&loader, read);
    npz_reader_close(reader);
    if (status == CNL_OK) {
        *file = read;
    } else {
        problem_file_free(read);
    }
    return status;
}
