#include "library_batch.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"

bool library_is_definite(const library_case *row) { return row->rank == row->n && row->cones.q_count == 0; }

programs library_programs(const library_case *row, int number)
{
    known_recipe recipe = {.batch = LIBRARY_BATCH,
                           .n = row->n,
                           .cones = row->cones,
                           .rank = row->rank,
                           .ridge = library_is_definite(row) ? 0.1 : 0,
                           .density = 0.3,
                           .seed = 21,
                           .first = LIBRARY_BATCH * number};
    programs all = known_programs(&recipe);
    make_primal_infeasible(&all, LIBRARY_INFEASIBLE, 22);
    make_unbounded(&all, LIBRARY_UNBOUNDED, 23);
    programs_b(&all, LIBRARY_INVALID)[0] = NAN;
    return all;
}

cnl_settings library_settings(cnl_method method)
{
    cnl_settings settings = cnl_settings_default();
    settings.method = method;
    settings.eps_abs = settings.eps_rel = 1e-10;
    return settings;
}

static void *take(library_batch *all, int64_t count, size_t size)
{
    void *memory = NULL;
    CHECK_OK(cnl_array_allocate(all->context, (size_t)count * size, &memory));
    all->owned[all->owned_count++] = memory;
    return memory;
}

/* The array of a datum, without gaps. */
static double *take_datum(library_batch *all, int64_t length, int64_t *stride)
{
    *stride = length;
    return length > 0 ? take(all, all->most * length, sizeof(double)) : NULL;
}

bool library_batch_open(library_batch *all, const cnl_context *context, cnl_method method, const stored *from)
{
    *all = (library_batch){.context = context, .most = from->batch, .n = from->structure.n, .m = from->structure.m};
    cnl_settings settings = library_settings(method);
    cnl_error error = {CNL_OK, ""};
    cnl_status status = cnl_solver_create(context, &from->structure, &settings, all->most, &all->solver, &error);
    if (!CHECK_THAT(status == CNL_OK, "%s", error.message)) return false;
    all->data.P = take_datum(all, from->P_length, &all->data.P_stride);
    all->data.c = take_datum(all, all->n, &all->data.c_stride);
    all->data.A = take_datum(all, from->A_length, &all->data.A_stride);
    all->data.b = take_datum(all, all->m, &all->data.b_stride);
    all->solution.x = take(all, all->most * all->n, sizeof(double));
    all->solution.y = take(all, all->most * all->m, sizeof(double));
    all->solution.s = take(all, all->most * all->m, sizeof(double));
    all->solution.objective = take(all, all->most, sizeof(double));
    all->solution.residuals = take(all, 3 * all->most, sizeof(double));
    all->solution.iterations = take(all, all->most, sizeof(int32_t));
    all->solution.status = take(all, all->most, sizeof(int32_t));
    return check_failures() == 0;
}

void library_batch_close(library_batch *all)
{
    for (int k = 0; k < all->owned_count; k++) cnl_array_release(all->context, all->owned[k]);
    cnl_solver_destroy(all->solver);
    all->owned_count = 0;
    all->solver = NULL;
}

static void send(const library_batch *all, const double *to, int64_t stride, const double *from, int64_t from_stride,
                 const int *places, int64_t batch)
{
    for (int64_t i = 0; i < batch && stride > 0; i++)
        CHECK_OK(cnl_array_upload(all->context, (double *)to + i * stride, from + places[i] * from_stride,
                                  (size_t)stride * sizeof(double)));
}

static void spoil(const library_batch *all, void *array, int64_t count, size_t size)
{
    void *rubbish = malloc((size_t)count * size);
    memset(rubbish, 0xab, (size_t)count * size);
    CHECK_OK(cnl_array_upload(all->context, array, rubbish, (size_t)count * size));
    free(rubbish);
}

void library_batch_fill(library_batch *all, const stored *from, const int *places, int64_t batch)
{
    const cnl_data *data = &all->data;
    send(all, data->P, data->P_stride, from->data.P, from->data.P_stride, places, batch);
    send(all, data->c, data->c_stride, from->data.c, from->data.c_stride, places, batch);
    send(all, data->A, data->A_stride, from->data.A, from->data.A_stride, places, batch);
    send(all, data->b, data->b_stride, from->data.b, from->data.b_stride, places, batch);
    spoil(all, all->solution.x, all->most * all->n, sizeof(double));
    spoil(all, all->solution.y, all->most * all->m, sizeof(double));
    spoil(all, all->solution.s, all->most * all->m, sizeof(double));
    spoil(all, all->solution.objective, all->most, sizeof(double));
    spoil(all, all->solution.residuals, 3 * all->most, sizeof(double));
    spoil(all, all->solution.iterations, all->most, sizeof(int32_t));
    spoil(all, all->solution.status, all->most, sizeof(int32_t));
}

static void fetch(const library_batch *all, void *to, const void *from, int64_t count, size_t size)
{
    CHECK_OK(cnl_array_download(all->context, to, from, (size_t)count * size));
}

answers library_batch_answers(const library_batch *all, int64_t batch)
{
    answers got = answers_create(batch, all->n, all->m);
    fetch(all, got.x, all->solution.x, batch * all->n, sizeof(double));
    fetch(all, got.y, all->solution.y, batch * all->m, sizeof(double));
    fetch(all, got.s, all->solution.s, batch * all->m, sizeof(double));
    fetch(all, got.objective, all->solution.objective, batch, sizeof(double));
    fetch(all, got.residuals, all->solution.residuals, 3 * batch, sizeof(double));
    fetch(all, got.iterations, all->solution.iterations, batch, sizeof(int32_t));
    fetch(all, got.status, all->solution.status, batch, sizeof(int32_t));
    return got;
}
