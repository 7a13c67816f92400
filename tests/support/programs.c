#include "programs.h"

#include <stdlib.h>
#include <string.h>

#include "dense.h"
#include "matrix.h"

int32_t cones_q_start(const cnl_cones *cones, int32_t k)
{
    int32_t row = cones->z + cones->l;
    for (int32_t i = 0; i < k; i++) row += cones->q[i];
    return row;
}

int32_t cones_rows(const cnl_cones *cones) { return cones_q_start(cones, cones->q_count); }

programs programs_create(int64_t batch, int32_t n, const cnl_cones *cones)
{
    int32_t m = cones_rows(cones);
    int32_t *sizes = integers_create(cones->q_count);
    for (int32_t k = 0; k < cones->q_count; k++) sizes[k] = cones->q[k];

    programs all = {.batch = batch, .n = n, .m = m, .cones = *cones};
    all.cones.q = sizes;
    all.P = numbers_create(batch * n * n);
    all.c = numbers_create(batch * n);
    all.A = numbers_create(batch * m * n);
    all.b = numbers_create(batch * m);
    all.x = numbers_create(batch * n);
    all.y = numbers_create(batch * m);
    all.s = numbers_create(batch * m);
    return all;
}

void programs_free(programs *all)
{
    free((void *)all->cones.q);
    free(all->P);
    free(all->c);
    free(all->A);
    free(all->b);
    free(all->x);
    free(all->y);
    free(all->s);
    memset(all, 0, sizeof *all);
}

double *programs_P(const programs *all, int64_t i) { return all->P + i * all->n * all->n; }
double *programs_c(const programs *all, int64_t i) { return all->c + i * all->n; }
double *programs_A(const programs *all, int64_t i) { return all->A + i * all->m * all->n; }
double *programs_b(const programs *all, int64_t i) { return all->b + i * all->m; }

static void copy_part(double *to, int64_t i, const double *from, int64_t j, int64_t length)
{
    memcpy(to + i * length, from + j * length, sizeof(double) * (size_t)length);
}

void programs_copy(programs *to, int64_t i, const programs *from, int64_t j)
{
    int64_t n = to->n;
    int64_t m = to->m;
    copy_part(to->P, i, from->P, j, n * n);
    copy_part(to->c, i, from->c, j, n);
    copy_part(to->A, i, from->A, j, m * n);
    copy_part(to->b, i, from->b, j, m);
    copy_part(to->x, i, from->x, j, n);
    copy_part(to->y, i, from->y, j, m);
    copy_part(to->s, i, from->s, j, m);
}

programs programs_without(const programs *all, int64_t step, int64_t place)
{
    programs rest = programs_create(all->batch, all->n, &all->cones);
    rest.batch = 0;
    for (int64_t i = 0; i < all->batch; i++) {
        if (i % step != place) programs_copy(&rest, rest.batch++, all, i);
    }
    return rest;
}

cnl_structure programs_structure(const programs *all)
{
    return (cnl_structure){
        .n = all->n, .m = all->m, .cones = all->cones, .P = {.layout = CNL_DENSE}, .A = {.layout = CNL_DENSE}};
}

cnl_data programs_data(const programs *all)
{
    int64_t n = all->n;
    return (cnl_data){all->P, all->c, all->A, all->b, n * n, n, all->m * n, all->m};
}

programs programs_from(const cnl_structure *structure, const cnl_data *data, int64_t batch)
{
    programs all = programs_create(batch, structure->n, &structure->cones);
    for (int64_t i = 0; i < batch; i++) {
        matrix P = matrix_P(structure, data, i);
        matrix A = matrix_A(structure, data, i);
        matrix_to_dense_symmetric(&P, programs_P(&all, i));
        matrix_to_dense(&A, programs_A(&all, i));
        memcpy(programs_c(&all, i), data->c + i * data->c_stride, sizeof(double) * (size_t)all.n);
        if (all.m > 0) memcpy(programs_b(&all, i), data->b + i * data->b_stride, sizeof(double) * (size_t)all.m);
    }
    return all;
}
