#include "npy_array.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "io_error.h"

const char *npy_shape_text(const npy_header *header, char room[NPY_SHAPE_ROOM])
{
    size_t used = 0;
    room[used++] = '[';
    for (int axis = 0; axis < header->rank && used < NPY_SHAPE_ROOM; axis++) {
        used += (size_t)snprintf(room + used, NPY_SHAPE_ROOM - used, "%s%lld", axis > 0 ? ", " : "",
                                 (long long)header->shape[axis]);
    }
    if (used > NPY_SHAPE_ROOM - 2) used = NPY_SHAPE_ROOM - 2;
    room[used++] = ']';
    room[used] = '\0';
    return room;
}

void npy_array_free(npy_array *array)
{
    free(array->bytes);
    array->bytes = NULL;
}

static void swap_bytes(npy_array *array)
{
    size_t size = (size_t)array->header.item_bytes;
    unsigned char *item = array->bytes;
    for (int64_t i = 0; i < array->header.count; i++, item += size) {
        for (size_t low = 0, high = size - 1; low < high; low++, high--) {
            unsigned char byte = item[low];
            item[low] = item[high];
            item[high] = byte;
        }
    }
}

static void to_host_order(npy_array *array)
{
    if (array->header.big_endian == npy_host_is_big_endian()) return;
    swap_bytes(array);
    array->header.big_endian = !array->header.big_endian;
}

/* Element `index` of a float array, as a double. */
static double number_at(const npy_array *array, int64_t index)
{
    if (array->header.type == NPY_F8) return ((const double *)array->bytes)[index];
    return ((const float *)array->bytes)[index];
}

/* Go through the elements in C order; `place` follows them in Fortran order, where the first axis is the fastest. */
static void copy_numbers(const npy_array *array, double *numbers)
{
    const npy_header *header = &array->header;
    if (header->count == 0) return;
    int64_t step[NPY_MAX_RANK];
    int64_t index[NPY_MAX_RANK] = {0};
    int64_t stride = 1;
    for (int axis = 0; axis < header->rank; axis++) {
        step[axis] = stride;
        stride *= header->shape[axis];
    }
    int64_t place = 0;
    for (int64_t i = 0; i < header->count; i++) {
        numbers[i] = number_at(array, header->fortran_order ? place : i);
        for (int axis = header->rank - 1; axis >= 0; axis--) {
            place += step[axis];
            if (++index[axis] < header->shape[axis]) break;
            place -= step[axis] * header->shape[axis];
            index[axis] = 0;
        }
    }
}

cnl_status npy_array_to_f64(const char *key, npy_array *array, cnl_error *error)
{
    npy_header *header = &array->header;
    if (header->type != NPY_F8 && header->type != NPY_F4) {
        return io_invalid(error, "%s: expected numbers of type float64 or float32, got '%s'", key, header->type_text);
    }
    to_host_order(array);
    bool one_order = header->rank < 2 || !header->fortran_order;
    if (header->type == NPY_F8 && one_order) return CNL_OK;

    double *numbers = malloc((size_t)header->count * sizeof *numbers + 1);
    if (numbers == NULL) return io_out_of_memory(error);
    copy_numbers(array, numbers);
    free(array->bytes);
    array->bytes = numbers;
    header->type = NPY_F8;
    header->item_bytes = sizeof *numbers;
    header->fortran_order = false;
    return CNL_OK;
}

cnl_status npy_array_to_i32(const char *key, npy_array *array, cnl_error *error)
{
    npy_header *header = &array->header;
    if (header->type != NPY_I4 && header->type != NPY_I8) {
        return io_invalid(error, "%s: expected integers of type int32 or int64, got '%s'", key, header->type_text);
    }
    to_host_order(array);
    if (header->type == NPY_I4) return CNL_OK;

    int32_t *narrow = malloc((size_t)header->count * sizeof *narrow + 1);
    if (narrow == NULL) return io_out_of_memory(error);
    const int64_t *wide = array->bytes;
    for (int64_t i = 0; i < header->count; i++) {
        if (wide[i] < INT32_MIN || wide[i] > INT32_MAX) {
            free(narrow);
            return io_invalid(error, "%s: %lld does not fit in 32 bits", key, (long long)wide[i]);
        }
        narrow[i] = (int32_t)wide[i];
    }
    free(array->bytes);
    array->bytes = narrow;
    header->type = NPY_I4;
    header->item_bytes = sizeof *narrow;
    return CNL_OK;
}
