/* A batch of two problems: the nearest point in the box [1, 2] x [1, 2] to (3, -1) and to (1.2, 1.5), and how that
   nearest point moves when the given one does.

       minimise (1/2) |x - point|^2   subject to  1 <= x <= 2                                                        */
#include <conelet/conelet.h>
#include <stdio.h>

enum { BATCH = 2, N = 2, M = 4 };

int main(void)
{
    const cnl_structure structure = {
        .n = N, .m = M, .cones = {.l = M}, .P = {.layout = CNL_DENSE}, .A = {.layout = CNL_DENSE}};
    const double P[N * N] = {1, 0, 0, 1};
    const double A[M * N] = {1, 0, 0, 1, -1, 0, 0, -1};
    const double b[M] = {2, 2, -1, -1};              /* x <= 2 and -x <= -1; P, A and b shared by the batch */
    const double c[BATCH * N] = {-3, 1, -1.2, -1.5}; /* c = -point, one per problem                         */
    const cnl_data data = {.P = P, .c = c, .A = A, .b = b, .c_stride = N};

    double x[BATCH * N];
    int32_t status[BATCH];
    const cnl_solution solution = {.x = x, .status = status};

    const double dx[BATCH * N] = {1, 1, 1, 1}; /* the gradient of sum(x) with respect to x */
    double dc[BATCH * N];
    const cnl_cotangent cotangent = {.dx = dx};
    const cnl_gradient gradient = {.dc = dc};

    cnl_context *context = NULL;
    cnl_solver *solver = NULL;
    cnl_error error;
    int failed = cnl_context_create(NULL, &context, &error) != CNL_OK ||
                 cnl_solver_create(context, &structure, NULL, BATCH, &solver, &error) != CNL_OK;
    if (failed) {
        fprintf(stderr, "%s\n", error.message);
    } else {
        failed = cnl_solve(solver, BATCH, &data, &solution) != CNL_OK ||
                 cnl_vjp(solver, BATCH, &data, &cotangent, &gradient) != CNL_OK;
        if (failed) fprintf(stderr, "%s\n", cnl_solver_message(solver));
    }
    for (int i = 0; i < BATCH && !failed; i++) {
        const char *outcome = cnl_outcome_string((cnl_outcome)status[i]);
        printf("%s: x = (%.3f, %.3f), ", outcome, x[i * N], x[i * N + 1]);
        printf("d sum(x) / d point = (%.3f, %.3f)\n", 0 - dc[i * N], 0 - dc[i * N + 1]);
    }
    cnl_solver_destroy(solver);
    cnl_context_destroy(context);
    return failed;
}
