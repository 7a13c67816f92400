/* Minimise (1/2) x^2 - 3 x subject to x <= 2, by a library that was installed. */
#include <conelet/conelet.h>
#include <stdio.h>

int main(void)
{
    const double P = 1, c = -3, A = 1, b = 2;
    const cnl_structure structure = {
        .n = 1, .m = 1, .cones = {.l = 1}, .P = {.layout = CNL_DENSE}, .A = {.layout = CNL_DENSE}};
    const cnl_data data = {.P = &P, .c = &c, .A = &A, .b = &b};
    double x = 0;
    int32_t status = CNL_NUMERICAL_ERROR;
    const cnl_solution solution = {.x = &x, .status = &status};

    cnl_context *context = NULL;
    cnl_solver *solver = NULL;
    if (cnl_context_create(NULL, &context, NULL) != CNL_OK) return 1;
    if (cnl_solver_create(context, &structure, NULL, 1, &solver, NULL) == CNL_OK)
        cnl_solve(solver, 1, &data, &solution);
    printf("conelet %s: %s, x = %.4f\n", cnl_version(), cnl_outcome_string((cnl_outcome)status), x);

    cnl_solver_destroy(solver);
    cnl_context_destroy(context);
    return status != CNL_SOLVED;
}
