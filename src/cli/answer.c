#include "answer.h"

#include <stdlib.h>
#include <string.h>

int64_t matrix_length(const cnl_pattern *pattern, int32_t rows, int32_t columns)
{
    if (pattern->layout == CNL_ABSENT) return 0;
    if (pattern->layout == CNL_CSC) return pattern->column_starts[columns];
    return (int64_t)rows * columns;
}

/* Zeroed room on the host; whatever it holds on a device. */
static void *allocate_bytes(const cnl_context *context, size_t bytes)
{
    void *memory = NULL;
    if (context == NULL) return calloc(bytes, 1);
    return cnl_array_allocate(context, bytes, &memory) == CNL_OK ? memory : NULL;
}

/* Room for count x length elements, kept in the list of what is owned; never of no bytes. */
static void *allocate(answer *result, int64_t count, int64_t length, size_t element)
{
    size_t elements;
    if (__builtin_mul_overflow(count, length, &elements) || elements > SIZE_MAX / 16) return NULL;
    size_t bytes = (elements + 1) * element;
    void *memory = allocate_bytes(result->context, bytes);
    if (memory == NULL) return NULL;
    result->bytes[result->owned_count] = bytes;
    result->owned[result->owned_count++] = memory;
    return memory;
}

static double *numbers(answer *result, int64_t count, int64_t length)
{
    return allocate(result, count, length, sizeof(double));
}

static int32_t *integers(answer *result, int64_t count) { return allocate(result, count, 1, sizeof(int32_t)); }

static bool allocate_vectors(answer *result, int64_t batch, int32_t n, int32_t m)
{
    result->solution.x = numbers(result, batch, n);
    result->solution.y = numbers(result, batch, m);
    result->solution.s = numbers(result, batch, m);
    return result->solution.x != NULL && result->solution.y != NULL && result->solution.s != NULL;
}

/* Each gradient has its datum's own shape: one for the batch if the batch shares it. A datum that is absent has none.
 */
static bool allocate_gradient(const cnl_structure *structure, const cnl_data *data, int64_t batch, answer *result)
{
    int32_t n = structure->n, m = structure->m;
    cnl_gradient *gradient = &result->gradient;
    gradient->info = integers(result, batch);
    gradient->dc = numbers(result, data->c_stride == 0 ? 1 : batch, n);
    gradient->db = numbers(result, data->b_stride == 0 ? 1 : batch, m);
    bool is_complete = gradient->info != NULL && gradient->dc != NULL && gradient->db != NULL;
    if (structure->P.layout != CNL_ABSENT) {
        gradient->dP = numbers(result, data->P_stride == 0 ? 1 : batch, matrix_length(&structure->P, n, n));
        is_complete = is_complete && gradient->dP != NULL;
    }
    if (data->A != NULL) {
        gradient->dA = numbers(result, data->A_stride == 0 ? 1 : batch, matrix_length(&structure->A, m, n));
        is_complete = is_complete && gradient->dA != NULL;
    }
    return is_complete;
}

static bool allocate_change(answer *result, int64_t batch, int32_t n, int32_t m)
{
    result->change_info = integers(result, batch);
    result->dx = numbers(result, batch, n);
    result->dy = numbers(result, batch, m);
    result->ds = numbers(result, batch, m);
    return result->change_info != NULL && result->dx != NULL && result->dy != NULL && result->ds != NULL;
}

bool answer_allocate(const cnl_context *context, const cnl_structure *structure, const cnl_data *data, int64_t batch,
                     answer_request request, answer *result)
{
    memset(result, 0, sizeof(*result));
    result->context = context;
    cnl_solution *solution = &result->solution;
    solution->objective = numbers(result, batch, 1);
    solution->residuals = numbers(result, batch, 3);
    solution->iterations = integers(result, batch);
    solution->status = integers(result, batch);
    bool is_complete = solution->objective != NULL && solution->residuals != NULL && solution->iterations != NULL &&
                       solution->status != NULL;
    if (is_complete && request.vectors) is_complete = allocate_vectors(result, batch, structure->n, structure->m);
    if (is_complete && request.gradient) is_complete = allocate_gradient(structure, data, batch, result);
    if (is_complete && request.change) is_complete = allocate_change(result, batch, structure->n, structure->m);
    if (!is_complete) answer_free(result);
    return is_complete;
}

cnl_status answer_fetch(const answer *from, answer *to)
{
    cnl_status status = CNL_OK;
    for (size_t i = 0; i < from->owned_count && status == CNL_OK; i++)
        status = cnl_array_download(from->context, to->owned[i], from->owned[i], from->bytes[i]);
    return status;
}

void answer_free(answer *result)
{
    for (size_t i = 0; i < result->owned_count; i++) {
        if (result->context == NULL)
            free(result->owned[i]);
        else
            cnl_array_release(result->context, result->owned[i]);
    }
    memset(result, 0, sizeof(*result));
}
