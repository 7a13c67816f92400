#include "differences.h"

#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "dense.h"
#include "fixture.h"

/* Small against the margins of 0.1 that known programs have, large against rounding. */
static const double STEP = 3e-4;

enum { PLACES = 4 };
static const double places[PLACES] = {-2, -1, 1, 2};
static const double weights[PLACES] = {1.0 / 12, -8.0 / 12, 8.0 / 12, -1.0 / 12};

const char *datum_word(datum which)
{
    static const char *const words[DATUM_COUNT] = {"P", "c", "A", "b"};
    return words[which];
}

datum_view datum_of(const stored *kept, const cnl_data *data, datum which)
{
    const datum_view views[DATUM_COUNT] = {{data->P, data->P_stride, kept->P_length},
                                           {data->c, data->c_stride, kept->structure.n},
                                           {data->A, data->A_stride, kept->A_length},
                                           {data->b, data->b_stride, kept->structure.m}};
    return views[which];
}

/* Problem i alone, shared by a batch in which only `which` moves. */
static cnl_data moved_data(const stored *kept, int64_t i, datum which, double *moved)
{
    const cnl_data *data = &kept->data;
    cnl_data all = {data->P + i * data->P_stride,
                    data->c + i * data->c_stride,
                    data->A + i * data->A_stride,
                    data->b + i * data->b_stride,
                    0,
                    0,
                    0,
                    0};
    datum_view from = datum_of(kept, &all, which);
    for (int64_t k = 0; k < from.length * PLACES; k++) {
        memcpy(moved + k * from.length, from.numbers, sizeof(double) * (size_t)from.length);
        moved[k * from.length + k / PLACES] += places[k % PLACES] * STEP;
    }
    const double **arrays[DATUM_COUNT] = {&all.P, &all.c, &all.A, &all.b};
    int64_t *strides[DATUM_COUNT] = {&all.P_stride, &all.c_stride, &all.A_stride, &all.b_stride};
    *arrays[which] = moved;
    *strides[which] = from.length;
    return all;
}

bool differences(const cnl_context *context, const cnl_settings *settings, const stored *kept, int64_t i, datum which,
                 const double *dx, const double *dy, const double *ds, double *gradient)
{
    int32_t n = kept->structure.n;
    int32_t m = kept->structure.m;
    int64_t length = datum_of(kept, &kept->data, which).length;
    int64_t batch = length * PLACES;
    if (batch == 0) return true;
    double *moved = numbers_create(batch * length);
    cnl_data data = moved_data(kept, i, which, moved);
    answers got = answers_create(batch, n, m);
    cnl_solver *solver = NULL;

    bool solved = cnl_solver_create(context, &kept->structure, settings, batch, &solver, NULL) == CNL_OK &&
                  cnl_solve(solver, batch, &data, &got.view) == CNL_OK;
    for (int64_t k = 0; k < length; k++) gradient[k] = 0;
    for (int64_t k = 0; solved && k < batch; k++) {
        double *x = got.x + k * n;
        double *y = got.y + k * m;
        double *s = got.s + k * m;
        const char *outcome = cnl_outcome_string((cnl_outcome)got.status[k]);
        CHECK_THAT(got.status[k] == CNL_SOLVED, "number %lld moved by %g: %s", (long long)(k / PLACES),
                   places[k % PLACES] * STEP, outcome);
        gradient[k / PLACES] += weights[k % PLACES] * (dot(dx, x, n) + dot(dy, y, m) + dot(ds, s, m)) / STEP;
    }
    cnl_solver_destroy(solver);
    answers_free(&got);
    free(moved);
    return solved;
}
