#include "gradients.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "dense.h"
#include "dice.h"
#include "sensitivity.h"

static double *random_numbers(dice *stream, int64_t count)
{
    double *numbers = numbers_create(count);
    dice_fill(stream, numbers, (size_t)count);
    return numbers;
}

static void fill_change(const stored *kept, cnl_data *change, dice *stream)
{
    dice_fill(stream, (double *)change->P, (size_t)stored_count(kept, change->P_stride, kept->P_length));
    dice_fill(stream, (double *)change->c, (size_t)stored_count(kept, change->c_stride, kept->structure.n));
    dice_fill(stream, (double *)change->A, (size_t)stored_count(kept, change->A_stride, kept->A_length));
    dice_fill(stream, (double *)change->b, (size_t)stored_count(kept, change->b_stride, kept->structure.m));
}

bool gradients_open(gradients *all, const programs *problems, const fixture_options *options, uint64_t seed)
{
    int64_t batch = problems->batch;
    dice stream = dice_begin(seed, 0x6772616469656e74u);
    memset(all, 0, sizeof *all);
    bool solved = fixture_solve(&all->fixture, problems, options);
    all->dx = random_numbers(&stream, batch * problems->n);
    all->dy = random_numbers(&stream, batch * problems->m);
    all->ds = random_numbers(&stream, batch * problems->m);
    all->gradient = stored_zeros(&all->fixture.stored);
    all->change = stored_zeros(&all->fixture.stored);
    fill_change(&all->fixture.stored, &all->change, &stream);
    all->x_change = numbers_create(batch * problems->n);
    all->y_change = numbers_create(batch * problems->m);
    all->s_change = numbers_create(batch * problems->m);
    all->info = integers_create(batch);
    return solved;
}

void gradients_close(gradients *all)
{
    fixture_close(&all->fixture);
    free(all->dx);
    free(all->dy);
    free(all->ds);
    stored_free_data(&all->gradient);
    stored_free_data(&all->change);
    free(all->x_change);
    free(all->y_change);
    free(all->s_change);
    free(all->info);
    memset(all, 0, sizeof *all);
}

bool gradients_vjp(gradients *all)
{
    fixture *solved = &all->fixture;
    cnl_cotangent from = {all->dx, all->dy, all->ds};
    cnl_gradient to = {(double *)all->gradient.P, (double *)all->gradient.c, (double *)all->gradient.A,
                       (double *)all->gradient.b, all->info};
    cnl_status status = cnl_vjp(solved->solver, solved->answers.batch, &solved->stored.data, &from, &to);
    return CHECK_THAT(status == CNL_OK, "cnl_vjp: %s", cnl_solver_message(solved->solver));
}

bool gradients_jvp(gradients *all)
{
    fixture *solved = &all->fixture;
    cnl_status status = cnl_jvp(solved->solver, solved->answers.batch, &solved->stored.data, &all->change,
                                all->x_change, all->y_change, all->s_change, all->info);
    return CHECK_THAT(status == CNL_OK, "cnl_jvp: %s", cnl_solver_message(solved->solver));
}

void check_adjoint_identity(gradients *all)
{
    const answers *got = &all->fixture.answers;
    int64_t n_count = got->batch * got->n;
    int64_t m_count = got->batch * got->m;
    const cnl_structure *structure = &all->fixture.stored.structure;

    double by_vjp = data_product(structure, got->batch, &all->gradient, &all->change);
    double by_jvp = dot(all->dx, all->x_change, n_count) + dot(all->dy, all->y_change, m_count) +
                    dot(all->ds, all->s_change, m_count);
    double size = norm2(all->dx, n_count) * norm2(all->x_change, n_count) +
                  norm2(all->dy, m_count) * norm2(all->y_change, m_count) +
                  norm2(all->ds, m_count) * norm2(all->s_change, m_count);
    CHECK_NEAR(by_vjp, by_jvp, 1e-10 * size);
    CHECK_THAT(size > 0, "the change changes nothing");
}

/* The distance of two arrays, relative to the larger; 0 also where both are 0. */
static double relative_distance(const double *left, const double *right, int64_t count)
{
    double apart = 0;
    double size = 0;
    for (int64_t k = 0; k < count; k++) {
        apart += (left[k] - right[k]) * (left[k] - right[k]);
        size += fmax(left[k] * left[k], right[k] * right[k]);
    }
    return apart == 0 ? 0 : sqrt(apart / size);
}

void check_same_derivatives(const gradients *left, const gradients *right, double tolerance)
{
    int64_t n = left->fixture.answers.n;
    int64_t m = left->fixture.answers.m;
    const cnl_data *a = &left->gradient;
    const cnl_data *b = &right->gradient;
    for (int64_t i = 0; i < left->fixture.answers.batch; i++) {
        check_note("problem %lld of n = %lld, m = %lld", (long long)i, (long long)n, (long long)m);
        CHECK_INT(left->info[i], right->info[i]);
        CHECK_AT_MOST(relative_distance(a->P + i * n * n, b->P + i * n * n, n * n), tolerance);
        CHECK_AT_MOST(relative_distance(a->c + i * n, b->c + i * n, n), tolerance);
        CHECK_AT_MOST(relative_distance(a->A + i * n * m, b->A + i * n * m, n * m), tolerance);
        CHECK_AT_MOST(relative_distance(a->b + i * m, b->b + i * m, m), tolerance);
        CHECK_AT_MOST(relative_distance(left->x_change + i * n, right->x_change + i * n, n), tolerance);
        CHECK_AT_MOST(relative_distance(left->y_change + i * m, right->y_change + i * m, m), tolerance);
        CHECK_AT_MOST(relative_distance(left->s_change + i * m, right->s_change + i * m, m), tolerance);
    }
}
