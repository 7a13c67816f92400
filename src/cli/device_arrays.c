#include "device_arrays.h"

#include "answer.h"

cnl_status device_arrays_place_bytes(device_arrays *arrays, const void *numbers, size_t bytes, const void **placed)
{
    *placed = numbers;
    if (numbers == NULL || !cnl_context_is_cuda(arrays->context)) return CNL_OK;

    *placed = NULL;
    void *copy;
    cnl_status status = cnl_array_allocate(arrays->context, bytes, &copy);
    if (status != CNL_OK) return status;
    arrays->owned[arrays->owned_count++] = copy;
    status = cnl_array_upload(arrays->context, copy, numbers, bytes);
    if (status == CNL_OK) *placed = copy;
    return status;
}

cnl_status device_arrays_place(device_arrays *arrays, const double *numbers, int64_t count, const double **placed)
{
    const void *copy;
    cnl_status status = device_arrays_place_bytes(arrays, numbers, (size_t)count * sizeof(double), &copy);
    *placed = copy;
    return status;
}

static int64_t extent(int64_t batch, int64_t stride, int64_t length) { return (batch - 1) * stride + length; }

data_extents data_extents_of(const cnl_structure *structure, int64_t batch, const cnl_data *data)
{
    int32_t n = structure->n, m = structure->m;
    return (data_extents){
        .P = extent(batch, data->P_stride, matrix_length(&structure->P, n, n)),
        .c = extent(batch, data->c_stride, n),
        .A = extent(batch, data->A_stride, matrix_length(&structure->A, m, n)),
        .b = extent(batch, data->b_stride, m),
    };
}

cnl_status device_arrays_place_data(device_arrays *arrays, const cnl_structure *structure, int64_t batch,
                                    const cnl_data *data, cnl_data *placed)
{
    data_extents counts = data_extents_of(structure, batch, data);
    *placed = *data;
    cnl_status status = device_arrays_place(arrays, data->P, counts.P, &placed->P);
    if (status == CNL_OK) status = device_arrays_place(arrays, data->c, counts.c, &placed->c);
    if (status == CNL_OK) status = device_arrays_place(arrays, data->A, counts.A, &placed->A);
    if (status == CNL_OK) status = device_arrays_place(arrays, data->b, counts.b, &placed->b);
    return status;
}

void device_arrays_free(device_arrays *arrays)
{
    for (size_t i = 0; i < arrays->owned_count; i++) cnl_array_release(arrays->context, arrays->owned[i]);
    arrays->owned_count = 0;
}
