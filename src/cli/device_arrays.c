#include "device_arrays.h"

#include "answer.h"

cnl_status device_arrays_place(device_arrays *arrays, const double *numbers, int64_t count, const double **placed)
{
    *placed = numbers;
    if (numbers == NULL || !cnl_context_is_cuda(arrays->context)) return CNL_OK;

    *placed = NULL;
    void *copy;
    size_t bytes = (size_t)count * sizeof(double);
    cnl_status status = cnl_array_allocate(arrays->context, bytes, &copy);
    if (status != CNL_OK) return status;
    arrays->owned[arrays->owned_count++] = copy;
    status = cnl_array_upload(arrays->context, copy, numbers, bytes);
    if (status == CNL_OK) *placed = copy;
    return status;
}

/* Numbers from the first problem's to the last one's end. */
static int64_t extent(int64_t batch, int64_t stride, int64_t length) { return (batch - 1) * stride + length; }

cnl_status device_arrays_place_data(device_arrays *arrays, const cnl_structure *structure, int64_t batch,
                                    const cnl_data *data, cnl_data *placed)
{
    int32_t n = structure->n, m = structure->m;
    int64_t P_count = extent(batch, data->P_stride, matrix_length(&structure->P, n, n));
    int64_t c_count = extent(batch, data->c_stride, n);
    int64_t A_count = extent(batch, data->A_stride, matrix_length(&structure->A, m, n));
    int64_t b_count = extent(batch, data->b_stride, m);
    *placed = *data;
    cnl_status status = device_arrays_place(arrays, data->P, P_count, &placed->P);
    if (status == CNL_OK) status = device_arrays_place(arrays, data->c, c_count, &placed->c);
    if (status == CNL_OK) status = device_arrays_place(arrays, data->A, A_count, &placed->A);
    if (status == CNL_OK) status = device_arrays_place(arrays, data->b, b_count, &placed->b);
    return status;
}

void device_arrays_free(device_arrays *arrays)
{
    for (size_t i = 0; i < arrays->owned_count; i++) cnl_array_release(arrays->context, arrays->owned[i]);
    arrays->owned_count = 0;
}
