#include "arguments.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* One member of a cnl_data. */
typedef struct datum {
    const char *name;
    const double *numbers;
    int64_t stride;
    int64_t length; /* numbers per problem */
} datum;

static cnl_status datum_check(const datum *item, bool is_needed, int64_t batch, char *message, size_t size)
{
    if (item->numbers == NULL && is_needed && item->length > 0) {
        snprintf(message, size, "%s is NULL, expected %lld numbers", item->name, (long long)item->length);
        return CNL_INVALID_ARGUMENT;
    }
    if (item->numbers == NULL || item->length == 0) return CNL_OK;
    if (item->stride < 0 || (item->stride > 0 && item->stride < item->length)) {
        snprintf(message, size, "%s_stride is %lld, expected 0 (shared) or at least %lld", item->name,
                 (long long)item->stride, (long long)item->length);
        return CNL_INVALID_ARGUMENT;
    }
    if (item->stride > PTRDIFF_MAX / (int64_t)sizeof(double) / batch) {
        snprintf(message, size, "%s_stride is %lld, too large for a batch of %lld", item->name, (long long)item->stride,
                 (long long)batch);
        return CNL_INVALID_ARGUMENT;
    }
    return CNL_OK;
}

static cnl_status check_all(const structure *shape, int64_t batch, const cnl_data *data, bool is_needed, char *message,
                            size_t size)
{
    const datum all[] = {
        {"P", data->P, data->P_stride, shape->P.count},
        {"c", data->c, data->c_stride, shape->n},
        {"A", data->A, data->A_stride, shape->A.count},
        {"b", data->b, data->b_stride, shape->m},
    };
    for (size_t k = 0; k < sizeof all / sizeof *all; k++) {
        cnl_status status = datum_check(&all[k], is_needed, batch, message, size);
        if (status != CNL_OK) return status;
    }
    return CNL_OK;
}

static cnl_status start_check(int64_t batch, const cnl_data *data, const char *name, char *message, size_t size)
{
    message[0] = '\0';
    if (batch < 1) {
        snprintf(message, size, "batch must be at least 1, not %lld", (long long)batch);
        return CNL_INVALID_ARGUMENT;
    }
    if (data == NULL) {
        snprintf(message, size, "%s is NULL", name);
        return CNL_INVALID_ARGUMENT;
    }
    return CNL_OK;
}

cnl_status data_check(const structure *shape, int64_t batch, const cnl_data *data, char *message, size_t size)
{
    cnl_status status = start_check(batch, data, "data", message, size);
    return status == CNL_OK ? check_all(shape, batch, data, true, message, size) : status;
}

cnl_status change_check(const structure *shape, int64_t batch, const cnl_data *change, char *message, size_t size)
{
    cnl_status status = start_check(batch, change, "change", message, size);
    return status == CNL_OK ? check_all(shape, batch, change, false, message, size) : status;
}
