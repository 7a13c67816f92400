#include "device_batch.h"

#include <stdlib.h>

#include "check.h"
#include "fake_plugin.h"

static void *take(device_batch *batch, int64_t count, size_t size)
{
    void *memory = NULL;
    CHECK_OK(cnl_array_allocate(batch->context, (size_t)count * size, &memory));
    batch->owned[batch->owned_count++] = memory;
    return memory;
}

static double *numbers(device_batch *batch, int64_t count) { return take(batch, count, sizeof(double)); }

static int32_t *integers(device_batch *batch) { return take(batch, BATCH, sizeof(int32_t)); }

static double *sent(device_batch *batch, const double *from, int64_t count)
{
    double *to = numbers(batch, count);
    CHECK_OK(cnl_array_upload(batch->context, to, from, (size_t)count * sizeof *from));
    return to;
}

static cnl_data send_data(device_batch *batch)
{
    const double P[] = {1, 0, 0, 1};
    const double c[] = {10, 0, 11, 0, 12, 0};
    const double A[BATCH * SIZE_M * SIZE_N] = {1, 0, 0, 1, 1, 1, 1, 0, 0, 1, 1, 1, 1, 0, 0, 1, 1, 1};
    const double b[BATCH * SIZE_M] = {1, 1, 1, 1, 1, 1, 1, 1, 1};
    return (cnl_data){.P = sent(batch, P, 4),
                      .c = sent(batch, c, BATCH * SIZE_N),
                      .A = sent(batch, A, BATCH * SIZE_M * SIZE_N),
                      .b = sent(batch, b, BATCH * SIZE_M),
                      .P_stride = 0,
                      .c_stride = SIZE_N,
                      .A_stride = SIZE_M * SIZE_N,
                      .b_stride = SIZE_M};
}

device_batch device_batch_create(const cnl_context *context)
{
    device_batch made = {.context = context};
    made.structure = (cnl_structure){
        .n = SIZE_N, .m = SIZE_M, .cones = {.l = SIZE_M}, .P = {.layout = CNL_DENSE}, .A = {.layout = CNL_DENSE}};
    made.data = send_data(&made);
    made.change = send_data(&made);
    made.solution = (cnl_solution){.x = numbers(&made, BATCH * SIZE_N),
                                   .y = numbers(&made, BATCH * SIZE_M),
                                   .s = numbers(&made, BATCH * SIZE_M),
                                   .objective = numbers(&made, BATCH),
                                   .residuals = numbers(&made, 3 * BATCH),
                                   .iterations = integers(&made),
                                   .status = integers(&made)};
    made.cotangent = (cnl_cotangent){.dx = numbers(&made, BATCH * SIZE_N)};
    made.gradient = (cnl_gradient){.dP = numbers(&made, 4),
                                   .dc = numbers(&made, BATCH * SIZE_N),
                                   .dA = numbers(&made, BATCH * SIZE_M * SIZE_N),
                                   .db = numbers(&made, BATCH * SIZE_M),
                                   .info = integers(&made)};
    made.dx = numbers(&made, BATCH * SIZE_N);
    made.dy = numbers(&made, BATCH * SIZE_M);
    made.ds = numbers(&made, BATCH * SIZE_M);
    made.info = integers(&made);
    return made;
}

void device_batch_free(device_batch *batch)
{
    for (int k = 0; k < batch->owned_count; k++) cnl_array_release(batch->context, batch->owned[k]);
    batch->owned_count = 0;
}

void check_fake_numbers(const cnl_context *context, const double *numbers, int array, int64_t problems, int64_t length)
{
    double got[BATCH * SIZE_M * SIZE_N] = {0}, expected[BATCH * SIZE_M * SIZE_N];
    CHECK_OK(cnl_array_download(context, got, numbers, (size_t)(problems * length) * sizeof *got));
    for (int64_t i = 0; i < problems; i++)
        for (int64_t k = 0; k < length; k++) expected[i * length + k] = fake_number(array, i, k);
    CHECK_ARRAY(got, expected, problems, length, 0);
}
