/* Products and factors of all slots, or of a group of them. */
#include "library_products.h"

static const double one = 1, zero = 0;

cudaError_t library_add_products(const library_loop *loop)
{
    const library_room *room = loop->room;
    const library_matrix *S = &loop->matrices.S;
    const library_matrix *K = &loop->matrices.K;
    const double *from = (const double *)(room->scratch + S->start);
    double *to = (double *)(room->scratch + K->start);
    long long stride = (long long)(room->slot_bytes / sizeof(double));
    if (S->rows == 0) return cudaSuccess;
    return library_answer(loop->calls->multiply(loop->blas, CUBLAS_OP_T, CUBLAS_OP_N, K->rows, K->columns, S->rows,
                                                &one, from, S->apart, stride, from, S->apart, stride, &one, to,
                                                K->apart, stride, room->slots));
}

cudaError_t library_factor(const library_loop *loop)
{
    const library_room *room = loop->room;
    const library_matrix *K = &loop->matrices.K;
    return library_answer(loop->calls->factor(loop->solver, CUBLAS_FILL_MODE_UPPER, K->rows, room->factors, K->apart,
                                              room->info, room->slots));
}

cudaError_t library_set_up(const library_loop *loop)
{
    const library_calls *calls = loop->calls;
    const library_group *group = &loop->room->group;
    const library_matrix *P = &loop->matrices.P;
    const library_matrix *S = &loop->matrices.S;
    const library_matrix *K = &loop->matrices.K;
    cudaError_t failed = library_answer(
        calls->factor(loop->solver, CUBLAS_FILL_MODE_UPPER, P->rows, group->P, P->apart, group->info, group->most));
    if (failed == cudaSuccess)
        failed = library_answer(calls->substitute_listed(loop->blas, CUBLAS_SIDE_LEFT, CUBLAS_FILL_MODE_UPPER,
                                                         CUBLAS_OP_T, CUBLAS_DIAG_NON_UNIT, S->rows, S->columns, &one,
                                                         group->P, P->apart, group->S, S->apart, group->most));
    if (failed == cudaSuccess)
        failed = library_answer(calls->multiply_listed(loop->blas, CUBLAS_OP_T, CUBLAS_OP_N, K->rows, K->columns,
                                                       S->rows, &one, group->S, S->apart, group->S, S->apart, &zero,
                                                       group->K, K->apart, group->most));
    return failed;
}
