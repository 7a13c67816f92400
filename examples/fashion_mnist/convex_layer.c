/* Where the example meets the library: one solver for all steps, one call forward and one backward for a whole batch.
 */
#include "convex_layer.h"

#include <math.h>
#include <stdlib.h>

#include "clock.h"
#include "complain.h"

/* Keeps P positive definite, whatever F becomes. */
static const double RIDGE = 0.1;

/* NULL only without memory, also for a count of 0. */
static double *numbers(int64_t count) { return calloc(count > 0 ? (size_t)count : 1, sizeof(double)); }

bool convex_layer_create(const cnl_context *context, int32_t n, int32_t m, const cnl_settings *settings,
                         int64_t max_batch, convex_layer *layer)
{
    const cnl_structure structure = {
        .n = n, .m = m, .cones = {.l = m}, .P = {.layout = CNL_DENSE}, .A = {.layout = CNL_DENSE}};
    cnl_error error;
    *layer = (convex_layer){.n = n, .m = m};
    if (cnl_solver_create(context, &structure, settings, max_batch, &layer->solver, &error) != CNL_OK)
        return complain(error.message);
    layer->P = numbers(n * n);
    layer->dP = numbers(n * n);
    layer->c = numbers(max_batch * n);
    layer->dc = numbers(max_batch * n);
    layer->x = numbers(max_batch * n);
    layer->b = numbers(m);
    layer->db = numbers(m);
    layer->status = calloc((size_t)max_batch, sizeof *layer->status);
    bool is_complete =
        layer->P && layer->dP && layer->c && layer->dc && layer->x && layer->b && layer->db && layer->status;
    return is_complete || complain("not enough memory for the convex layer");
}

void convex_layer_destroy(convex_layer *layer)
{
    cnl_solver_destroy(layer->solver);
    free(layer->P);
    free(layer->dP);
    free(layer->c);
    free(layer->dc);
    free(layer->x);
    free(layer->b);
    free(layer->db);
    free(layer->status);
    *layer = (convex_layer){0};
}

/* P = F'F + RIDGE I */
static void form_quadratic(int32_t n, const double *F, double *P)
{
    for (int32_t i = 0; i < n; i++) {
        for (int32_t j = 0; j < n; j++) {
            double sum = i == j ? RIDGE : 0;
            for (int32_t k = 0; k < n; k++) sum += F[k * n + i] * F[k * n + j];
            P[i * n + j] = sum;
        }
    }
}

/* dF = F (dP + dP'), and dP is symmetric. */
static void quadratic_adjoint(int32_t n, const double *F, const double *dP, double *dF)
{
    for (int32_t i = 0; i < n; i++) {
        for (int32_t j = 0; j < n; j++) {
            double sum = 0;
            for (int32_t k = 0; k < n; k++) sum += F[i * n + k] * dP[k * n + j];
            dF[i * n + j] = 2 * sum;
        }
    }
}

/* log(1 + exp(t)), without overflow */
static double softplus(double t) { return fmax(t, 0) + log1p(exp(-fabs(t))); }

/* its derivative */
static double sigmoid(double t) { return 1 / (1 + exp(-t)); }

/* Where the numbers of the batch are: a program each in c; P, A and b shared, their strides 0. */
static cnl_data data_of(const convex_layer *layer, const layer_parameters *parameters)
{
    return (cnl_data){.P = layer->P, .c = layer->c, .A = parameters->A, .b = layer->b, .c_stride = layer->n};
}

static int64_t count_inaccurate(int64_t batch, const int32_t *status)
{
    int64_t inaccurate = 0;
    for (int64_t i = 0; i < batch; i++) inaccurate += status[i] != CNL_SOLVED;
    return inaccurate;
}

bool convex_layer_forward(convex_layer *layer, const layer_parameters *parameters, int64_t batch, const double *inputs)
{
    int32_t n = layer->n;
    form_quadratic(n, parameters->F, layer->P);
    for (int32_t i = 0; i < layer->m; i++) layer->b[i] = softplus(parameters->slack[i]);
    for (int64_t i = 0; i < batch * n; i++) layer->c[i] = parameters->offset[i % n] - inputs[i];

    const cnl_data data = data_of(layer, parameters);
    const cnl_solution solution = {.x = layer->x, .status = layer->status};
    double start = clock_seconds();
    cnl_status status = cnl_solve(layer->solver, batch, &data, &solution);
    layer->tally.forward_seconds += clock_seconds() - start;
    if (status != CNL_OK) return complain(cnl_solver_message(layer->solver));

    layer->tally.solved += batch;
    layer->tally.inaccurate += count_inaccurate(batch, layer->status);
    return true;
}

bool convex_layer_backward(convex_layer *layer, const layer_parameters *parameters, int64_t batch, const double *dx,
                           const layer_parameters *gradient)
{
    int32_t n = layer->n;
    const cnl_data data = data_of(layer, parameters);
    const cnl_cotangent cotangent = {.dx = dx};
    const cnl_gradient data_gradient = {.dP = layer->dP, .dc = layer->dc, .dA = gradient->A, .db = layer->db};
    double start = clock_seconds();
    cnl_status status = cnl_vjp(layer->solver, batch, &data, &cotangent, &data_gradient);
    layer->tally.backward_seconds += clock_seconds() - start;
    if (status != CNL_OK) return complain(cnl_solver_message(layer->solver));
    layer->tally.differentiated += batch;

    /* A is learned as it is; the others by the chain rule through the formulas of P, b and c. */
    quadratic_adjoint(n, parameters->F, layer->dP, gradient->F);
    for (int32_t i = 0; i < layer->m; i++) gradient->slack[i] = sigmoid(parameters->slack[i]) * layer->db[i];
    for (int32_t j = 0; j < n; j++) gradient->offset[j] = 0;
    for (int64_t i = 0; i < batch * n; i++) gradient->offset[i % n] += layer->dc[i];
    return true;
}
