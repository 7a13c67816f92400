/* The files of --vjp and --jvp: what a derivative is applied to. */
#include <stdlib.h>
#include <string.h>

#include "file_storage.h"
#include "io_error.h"
#include "npz_loader.h"
#include "npz_matrix.h"
#include "problem_file.h"

static const char *const cotangent_keys[] = {"dx", "dy", "ds", NULL};
static const char *const change_keys[] = {"dP", "dP_data", "dA", "dA_data", "dc", "db", NULL};
static const matrix_keys dP_keys = {.dense = "dP", .data = "dP_data", .letters = "n, n"};
static const matrix_keys dA_keys = {.dense = "dA", .data = "dA_data", .letters = "m, n"};

/* A loader whose batch is that of the problem. */
static cnl_status open_loader(const char *path, const char *const *keys, const problem_file *problem, void **storage,
                              npz_loader *loader, cnl_error *error)
{
    *loader = (npz_loader){.storage = storage, .batch = problem->batch, .batch_key = "the problem", .error = error};
    return npz_reader_open(path, keys, &loader->reader, error);
}

static cnl_status load_vector(npz_loader *loader, const char *key, const char *letter, int64_t length,
                              batch_array *array)
{
    problem_shape shape = {.letters = letter, .rank = 1, .shape = {length}};
    *array = (batch_array){.numbers = NULL};
    return npz_reader_has(loader->reader, key) ? npz_load_numbers(loader, key, &shape, array) : CNL_OK;
}

/* [batch, length], repeated for every problem if the file has only [length]. */
static cnl_status load_rows(npz_loader *loader, const char *key, const char *letter, int64_t length,
                            const double **rows)
{
    batch_array array;
    cnl_status status = load_vector(loader, key, letter, length, &array);
    *rows = array.numbers;
    if (status != CNL_OK || array.numbers == NULL || array.batched) return status;

    size_t count = (size_t)length;
    size_t total;
    if (__builtin_mul_overflow(count, (size_t)loader->batch, &total)) return io_out_of_memory(loader->error);
    double *repeated = file_storage_allocate(loader->storage, total, sizeof *repeated);
    if (repeated == NULL) return io_out_of_memory(loader->error);
    for (int64_t i = 0; i < loader->batch; i++) {
        memcpy(repeated + (size_t)i * count, array.numbers, count * sizeof *repeated);
    }
    *rows = repeated;
    return CNL_OK;
}

cnl_status cotangent_file_read(const char *path, const problem_file *problem, cotangent_file **file, cnl_error *error)
{
    npz_loader loader;
    *file = NULL;
    cotangent_file *read = calloc(1, sizeof *read);
    if (read == NULL) return io_out_of_memory(error);
    cnl_status status = open_loader(path, cotangent_keys, problem, &read->storage, &loader, error);
    if (status == CNL_OK) status = load_rows(&loader, "dx", "n", problem->structure.n, &read->dx);
    if (status == CNL_OK) status = load_rows(&loader, "dy", "m", problem->structure.m, &read->dy);
    if (status == CNL_OK) status = load_rows(&loader, "ds", "m", problem->structure.m, &read->ds);
    npz_reader_close(loader.reader);
    if (status == CNL_OK) {
        *file = read;
    } else {
        cotangent_file_free(read);
    }
    return status;
}

void cotangent_file_free(cotangent_file *file)
{
    if (file == NULL) return;
    file_storage_release(&file->storage);
    free(file);
}

static cnl_status load_change(npz_loader *loader, const cnl_structure *structure, cnl_data *change)
{
    int32_t n = structure->n;
    int32_t m = structure->m;
    batch_array dP;
    batch_array dA;
    batch_array dc;
    batch_array db;
    cnl_status status = npz_load_matrix_change(loader, &dP_keys, n, n, &structure->P, &dP);
    if (status == CNL_OK) status = npz_load_matrix_change(loader, &dA_keys, m, n, &structure->A, &dA);
    if (status == CNL_OK) status = load_vector(loader, "dc", "n", n, &dc);
    if (status == CNL_OK) status = load_vector(loader, "db", "m", m, &db);
    if (status != CNL_OK) return status;
    *change = (cnl_data){.P = dP.numbers,
                         .c = dc.numbers,
                         .A = dA.numbers,
                         .b = db.numbers,
                         .P_stride = dP.stride,
                         .c_stride = dc.stride,
                         .A_stride = dA.stride,
                         .b_stride = db.stride};
    return CNL_OK;
}

cnl_status change_file_read(const char *path, const problem_file *problem, change_file **file, cnl_error *error)
{
    npz_loader loader;
    *file = NULL;
    change_file *read = calloc(1, sizeof *read);
    if (read == NULL) return io_out_of_memory(error);
    cnl_status status = open_loader(path, change_keys, problem, &read->storage, &loader, error);
    if (status == CNL_OK) status = load_change(&loader, &problem->structure, &read->change);
    npz_reader_close(loader.reader);
    if (status == CNL_OK) {
        *file = read;
    } else {
        change_file_free(read);
    }
    return status;
}

void change_file_free(change_file *file)
{
    if (file == NULL) return;
    file_storage_release(&file->storage);
    free(file);
}
