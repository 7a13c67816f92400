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
    if (S->rows == 0 || S->columns == 0) return cudaSuccess;
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

/* V = A R^-T: as it is by columns, transposed by rows. */
static cudaError_t substitute(const library_loop *loop)
{
    const library_group *group = &loop->room->group;
    const library_matrix *P = &loop->matrices.P;
    const library_matrix *V = &loop->matrices.V;
    cublasSideMode_t side = loop->matrices.by_columns ? CUBLAS_SIDE_RIGHT : CUBLAS_SIDE_LEFT;
    cublasOperation_t of_P = loop->matrices.by_columns ? CUBLAS_OP_N : CUBLAS_OP_T;
    return library_answer(loop->calls->substitute_listed(loop->blas, side, CUBLAS_FILL_MODE_UPPER, of_P,
                                                         CUBLAS_DIAG_NON_UNIT, V->rows, V->columns, &one, group->P,
                                                         P->apart, group->V, V->apart, group->most));
}

/* K = V V', by rows. */
static cudaError_t multiply(const library_loop *loop)
{
    const library_group *group = &loop->room->group;
    const library_matrix *V = &loop->matrices.V;
    const library_matrix *K = &loop->matrices.K;
    return library_answer(loop->calls->multiply_listed(loop->blas, CUBLAS_OP_T, CUBLAS_OP_N, K->rows, K->columns,
                                                       V->rows, &one, group->V, V->apart, group->V, V->apart, &zero,
                                                       group->K, K->apart, group->most));
}

cudaError_t library_set_up(const library_loop *loop)
{
    const library_group *group = &loop->room->group;
    const library_matrix *P = &loop->matrices.P;
    cudaError_t failed = library_answer(loop->calls->factor(loop->solver, CUBLAS_FILL_MODE_UPPER, P->rows, group->P,
                                                            P->apart, group->info, group->most));
    if (failed == cudaSuccess) failed = substitute(loop);
    if (failed == cudaSuccess && !loop->matrices.by_columns) failed = multiply(loop);
    return failed;
}
