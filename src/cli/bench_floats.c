#include "bench_floats.h"

#include <stdlib.h>
#include <string.h>

/* `count` numbers rounded: as floats where the context's calls take them, and as doubles if `rounded` is not NULL. */
static cnl_status round_numbers(bench_floats *floats, device_arrays *arrays, const double *numbers, int64_t count,
                                const float **placed, const double **rounded)
{
    if (numbers == NULL) return CNL_OK;
    float *narrow = malloc(sizeof(float) * (size_t)count + 1);
    if (narrow == NULL) return CNL_OUT_OF_MEMORY;
    floats->owned[floats->owned_count++] = narrow;
    for (int64_t k = 0; k < count; k++) narrow[k] = (float)numbers[k];

    const void *copy;
    cnl_status status = device_arrays_place_bytes(arrays, narrow, sizeof(float) * (size_t)count, &copy);
    *placed = copy;
    if (status != CNL_OK || rounded == NULL) return status;
    double *wide = malloc(sizeof(double) * (size_t)count + 1);
    if (wide == NULL) return CNL_OUT_OF_MEMORY;
    floats->owned[floats->owned_count++] = wide;
    for (int64_t k = 0; k < count; k++) wide[k] = narrow[k];
    *rounded = wide;
    return CNL_OK;
}

cnl_status bench_floats_make(bench_floats *floats, device_arrays *arrays, const cnl_structure *structure, int64_t batch,
                             const cnl_data *data, const double *cotangent)
{
    data_extents counts = data_extents_of(structure, batch, data);
    *floats = (bench_floats){.rounded = *data};
    floats->data.P_stride = data->P_stride;
    floats->data.c_stride = data->c_stride;
    floats->data.A_stride = data->A_stride;
    floats->data.b_stride = data->b_stride;
    cnl_status status = round_numbers(floats, arrays, data->P, counts.P, &floats->data.P, &floats->rounded.P);
    if (status == CNL_OK)
        status = round_numbers(floats, arrays, data->c, counts.c, &floats->data.c, &floats->rounded.c);
    if (status == CNL_OK)
        status = round_numbers(floats, arrays, data->A, counts.A, &floats->data.A, &floats->rounded.A);
    if (status == CNL_OK)
        status = round_numbers(floats, arrays, data->b, counts.b, &floats->data.b, &floats->rounded.b);
    if (status == CNL_OK)
        status = round_numbers(floats, arrays, cotangent, batch * structure->n, &floats->along.dx, NULL);
    return status;
}

void bench_floats_free(bench_floats *floats)
{
    for (size_t i = 0; i < floats->owned_count; i++) free(floats->owned[i]);
    floats->owned_count = 0;
}

cnl_status bench_floats_solve(const bench_floats *floats, cnl_solver *solver, int64_t batch, const answer *room)
{
    const cnl_solution *doubles = &room->solution;
    cnl_solution_f32 solution = {.x = (float *)doubles->x,
                                 .y = (float *)doubles->y,
                                 .s = (float *)doubles->s,
                                 .objective = (float *)doubles->objective,
                                 .residuals = (float *)doubles->residuals,
                                 .iterations = doubles->iterations,
                                 .status = doubles->status};
    return cnl_solve_f32(solver, batch, &floats->data, &solution);
}

cnl_status bench_floats_vjp(const bench_floats *floats, cnl_solver *solver, int64_t batch, const answer *room)
{
    const cnl_gradient *doubles = &room->gradient;
    cnl_gradient_f32 gradient = {(float *)doubles->dP, (float *)doubles->dc, (float *)doubles->dA, (float *)doubles->db,
                                 doubles->info};
    return cnl_vjp_f32(solver, batch, &floats->data, &floats->along, &gradient);
}

/* From the last one, as a double lies on the floats that come after its own. */
static void widen(double *numbers, int64_t count)
{
    for (int64_t k = count - 1; k >= 0; k--) {
        float number;
        memcpy(&number, (const char *)numbers + sizeof(float) * (size_t)k, sizeof(float));
        numbers[k] = number;
    }
}

void bench_floats_widen(const cnl_structure *structure, int64_t batch, answer *room)
{
    widen(room->solution.x, batch * structure->n);
    widen(room->solution.y, batch * structure->m);
    widen(room->solution.s, batch * structure->m);
    widen(room->solution.objective, batch);
    widen(room->solution.residuals, batch * 3);
}
