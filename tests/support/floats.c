#include "floats.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "dense.h"
#include "kkt.h"

float *floats_create(int64_t count)
{
    float *made = malloc(((size_t)count + 1) * sizeof *made);
    for (int64_t k = 0; k < count; k++) made[k] = 12345;
    return made;
}

float *narrowed(const double *numbers, int64_t count)
{
    float *copy = floats_create(count);
    for (int64_t k = 0; k < count; k++) copy[k] = (float)numbers[k];
    return copy;
}

void round_numbers(double *numbers, int64_t count)
{
    for (int64_t k = 0; k < count; k++) numbers[k] = (float)numbers[k];
}

void programs_round(programs *all)
{
    int64_t n = all->n;
    int64_t m = all->m;
    round_numbers(all->P, all->batch * n * n);
    round_numbers(all->c, all->batch * n);
    round_numbers(all->A, all->batch * m * n);
    round_numbers(all->b, all->batch * m);
}

float_data float_data_create(const programs *all)
{
    int64_t n = all->n;
    int64_t m = all->m;
    int64_t batch = all->batch;
    float_data made = {.numbers = {narrowed(all->P, batch * n * n), narrowed(all->c, batch * n),
                                   narrowed(all->A, batch * m * n), narrowed(all->b, batch * m)}};
    made.view = (cnl_data_f32){made.numbers[0], made.numbers[1], made.numbers[2], made.numbers[3], n * n, n, m * n, m};
    return made;
}

void float_data_free(float_data *unwanted)
{
    for (int k = 0; k < FLOAT_DATA; k++) free(unwanted->numbers[k]);
}

cnl_data_f32 float_data_from(const cnl_data_f32 *data, int64_t first)
{
    cnl_data_f32 part = *data;
    part.P += first * part.P_stride;
    part.c += first * part.c_stride;
    part.A += first * part.A_stride;
    part.b += first * part.b_stride;
    return part;
}

float_answers float_answers_create(int64_t batch, int32_t n, int32_t m)
{
    return (float_answers){{floats_create(batch * n), floats_create(batch * m), floats_create(batch * m),
                            floats_create(batch), floats_create(3 * batch), integers_create(batch),
                            integers_create(batch)},
                           batch,
                           n,
                           m};
}

void float_answers_free(float_answers *unwanted)
{
    float *numbers[] = {unwanted->view.x, unwanted->view.y, unwanted->view.s, unwanted->view.objective,
                        unwanted->view.residuals};
    for (int k = 0; k < 5; k++) free(numbers[k]);
    free(unwanted->view.iterations);
    free(unwanted->view.status);
}

int64_t floats_different(const float *a, const float *b, int64_t count)
{
    int64_t found = 0;
    for (int64_t k = 0; k < count; k++) found += memcmp(&a[k], &b[k], sizeof *a) != 0;
    return found;
}

void check_same_floats(const float_answers *got, int64_t first, const float_answers *other, int64_t other_first,
                       int64_t count)
{
    int64_t n = got->n;
    int64_t m = got->m;
    int64_t wrong =
        floats_different(got->view.x + first * n, other->view.x + other_first * n, count * n) +
        floats_different(got->view.y + first * m, other->view.y + other_first * m, count * m) +
        floats_different(got->view.s + first * m, other->view.s + other_first * m, count * m) +
        floats_different(got->view.objective + first, other->view.objective + other_first, count) +
        floats_different(got->view.residuals + 3 * first, other->view.residuals + 3 * other_first, 3 * count);
    CHECK_THAT(wrong == 0, "%lld numbers differ", (long long)wrong);
    CHECK(memcmp(got->view.status + first, other->view.status + other_first, (size_t)count * sizeof(int32_t)) == 0);
    CHECK(memcmp(got->view.iterations + first, other->view.iterations + other_first, (size_t)count * sizeof(int32_t)) ==
          0);
}

float_answers answers_rounded(const answers *from)
{
    float_answers made = float_answers_create(from->batch, from->n, from->m);
    const double *numbers[] = {from->x, from->y, from->s, from->objective, from->residuals};
    float *to[] = {made.view.x, made.view.y, made.view.s, made.view.objective, made.view.residuals};
    int64_t counts[] = {from->n, from->m, from->m, 1, 3};
    for (int k = 0; k < 5; k++)
        for (int64_t e = 0; e < from->batch * counts[k]; e++) to[k][e] = (float)numbers[k][e];
    memcpy(made.view.status, from->status, (size_t)from->batch * sizeof(int32_t));
    memcpy(made.view.iterations, from->iterations, (size_t)from->batch * sizeof(int32_t));
    return made;
}

static double *widened(const float *numbers, int64_t count)
{
    double *copy = numbers_create(count);
    for (int64_t k = 0; k < count; k++) copy[k] = numbers[k];
    return copy;
}

/* Floats lie half of this, relatively, from each other. */
static const double float_rounding = 1.2e-7;

void check_optimal_floats(const programs *all, const float_answers *got, int64_t i, double eps)
{
    int64_t n = all->n;
    int64_t m = all->m;
    cnl_structure structure = programs_structure(all);
    cnl_data data = programs_data(all);
    problem given = {&structure, &data, i};
    double *x = widened(got->view.x + i * n, n);
    double *y = widened(got->view.y + i * m, m);
    double *s = widened(got->view.s + i * m, m);
    kkt lacks = kkt_of(&given, x, y, s);
    double size_x = norm2(x, n);
    double size_y = norm2(y, m);
    double size_s = norm2(s, m);
    double size_P = norm2(programs_P(all, i), n * n);
    double size_A = norm2(programs_A(all, i), m * n);
    double primal = (size_A * size_x + size_s) / fmax(1, norm_inf(programs_b(all, i), m) + size_x + size_s);
    double dual = (size_P * size_x + size_A * size_y) / fmax(1, norm_inf(programs_c(all, i), n) + size_x + size_y);
    double gap =
        (2 * size_P * size_x * size_x + norm2(programs_c(all, i), n) * size_x + norm2(programs_b(all, i), m) * size_y) /
        fmax(1, fabs(lacks.objective));
    CHECK_THAT(lacks.primal <= eps + float_rounding * primal, "problem %lld: primal %g", (long long)i, lacks.primal);
    CHECK_THAT(lacks.dual <= eps + float_rounding * dual, "problem %lld: dual %g", (long long)i, lacks.dual);
    CHECK_THAT(lacks.gap <= 2 * eps + float_rounding * gap, "problem %lld: gap %g", (long long)i, lacks.gap);
    CHECK_THAT(lacks.s_outside <= 0 && lacks.y_outside <= 0, "problem %lld: outside its cones", (long long)i);
    free(x);
    free(y);
    free(s);
}

void check_close_floats(const char *what, const float *got, const float *expected, int64_t batch, int64_t count,
                        double tolerance)
{
    double worst = 0;
    for (int64_t i = 0; i < batch; i++) {
        double size = 0, error = 0;
        for (int64_t k = i * count; k < (i + 1) * count; k++) {
            size = fmax(size, fabs((double)expected[k]));
            double off = fabs((double)got[k] - (double)expected[k]);
            if (!(off <= error)) error = off;
        }
        if (!(error <= worst * size)) worst = error / size;
    }
    CHECK_THAT(worst <= tolerance, "%s is off by %g of itself", what, worst);
}
