#include "fake_plugin.h"

#include <stdlib.h>
#include <string.h>

#include "core/context.h"
#include "core/error.h"
#include "fake_memory.h"

struct device_context {
    const cnl_context *host;
};

struct device_solver {
    const cnl_context *host;
    const plan *plan;
    void *memory;
};

static fake_control control;

static void *device_take(size_t bytes)
{
    if (++control.allocations == control.allocation_fails_at) return NULL;
    void *memory = fake_memory_take(bytes);
    if (memory != NULL) control.live++;
    return memory;
}

static void device_give_back(void *memory)
{
    if (fake_memory_give_back(memory)) control.live--;
}

static cnl_status context_create(const cnl_context *host, const cnl_cuda_options *options, device_context **made,
                                 cnl_error *error)
{
    *made = NULL;
    if (options->device > 0)
        return error_set(error, CNL_INVALID_ARGUMENT, "device must be from 0 to 0, not %d", (int)options->device);
    if (control.fail_at_creation)
        return error_set(error, control.fail_at_creation, "the pretended device does not start");
    device_context *context = context_allocate(host, sizeof *context);
    if (context == NULL) return error_set(error, CNL_OUT_OF_MEMORY, "no memory for a context");
    context->host = host;
    control.contexts++;
    *made = context;
    return CNL_OK;
}

static void context_destroy(device_context *context)
{
    control.contexts--;
    context_release(context->host, context);
}

static const char *context_name(const device_context *context)
{
    (void)context;
    return FAKE_DEVICE_NAME;
}

static cnl_status context_synchronize(const device_context *context)
{
    (void)context;
    return control.fail;
}

static cnl_status array_allocate(const device_context *context, size_t bytes, void **memory)
{
    (void)context;
    *memory = device_take(bytes);
    return *memory ? CNL_OK : CNL_OUT_OF_MEMORY;
}

static void array_release(const device_context *context, void *memory)
{
    (void)context;
    device_give_back(memory);
}

static cnl_status copy(void *to, const void *from, size_t bytes, const void *on_device)
{
    if (control.fail) return control.fail;
    if (bytes == 0) return CNL_OK;
    if (!fake_memory_open(on_device, bytes)) return CNL_DEVICE_ERROR;
    memcpy(to, from, bytes);
    fake_memory_close(on_device);
    return CNL_OK;
}

static cnl_status array_upload(const device_context *context, void *to, const void *from, size_t bytes)
{
    (void)context;
    return copy(to, from, bytes, to);
}

static cnl_status array_download(const device_context *context, void *to, const void *from, size_t bytes)
{
    (void)context;
    return copy(to, from, bytes, from);
}

static cnl_status solver_size(const device_context *context, const plan *plan, int64_t max_batch, size_t *bytes,
                              cnl_error *error)
{
    (void)context, (void)plan, (void)max_batch;
    *bytes = control.fail_at_creation ? 0 : FAKE_SOLVER_BYTES;
    if (control.fail_at_creation) error_set(error, control.fail_at_creation, "the pretended device has no such solver");
    return control.fail_at_creation;
}

static void solver_destroy(device_solver *solver)
{
    device_give_back(solver->memory);
    control.solvers--;
    context_release(solver->host, solver);
}

static cnl_status solver_create(device_context *context, const plan *plan, int64_t max_batch, device_solver **made,
                                cnl_error *error)
{
    size_t bytes;
    *made = NULL;
    cnl_status status = solver_size(context, plan, max_batch, &bytes, error);
    if (status != CNL_OK) return status;
    device_solver *solver = context_allocate(context->host, sizeof *solver);
    if (solver == NULL) return error_set(error, CNL_OUT_OF_MEMORY, "no memory for a solver");
    *solver = (device_solver){.host = context->host, .plan = plan, .memory = device_take(bytes)};
    control.solvers++;
    if (solver->memory == NULL) {
        solver_destroy(solver);
        return error_set(error, CNL_OUT_OF_MEMORY, "no device memory for a solver");
    }
    *made = solver;
    return CNL_OK;
}

/* [batch, length] numbers of an array, or one problem's where it is shared; NULL is left alone. */
static cnl_status fill(double *numbers, int array, int64_t batch, int64_t length, int64_t stride)
{
    if (numbers == NULL || length == 0) return CNL_OK;
    int64_t problems = stride == 0 ? 1 : batch;
    if (!fake_memory_open(numbers, (size_t)((problems - 1) * stride + length) * sizeof *numbers))
        return CNL_DEVICE_ERROR;
    for (int64_t problem = 0; problem < problems; problem++)
        for (int64_t index = 0; index < length; index++)
            numbers[problem * stride + index] = fake_number(array, problem, index);
    fake_memory_close(numbers);
    return CNL_OK;
}

static cnl_status fill_integers(int32_t *numbers, int64_t batch, int32_t value)
{
    if (numbers == NULL) return CNL_OK;
    if (!fake_memory_open(numbers, (size_t)batch * sizeof *numbers)) return CNL_DEVICE_ERROR;
    for (int64_t problem = 0; problem < batch; problem++) numbers[problem] = value;
    fake_memory_close(numbers);
    return CNL_OK;
}

/* The objective is the first number of c, to show that the data arrived. */
static cnl_status fill_objective(double *objective, int64_t batch, const cnl_data *data)
{
    if (objective == NULL) return CNL_OK;
    bool is_open = fake_memory_open(data->c, (size_t)((batch - 1) * data->c_stride + 1) * sizeof(double)) &&
                   fake_memory_open(objective, (size_t)batch * sizeof(double));
    if (!is_open) return CNL_DEVICE_ERROR;
    for (int64_t problem = 0; problem < batch; problem++) objective[problem] = data->c[problem * data->c_stride];
    fake_memory_close(data->c);
    fake_memory_close(objective);
    return CNL_OK;
}

static cnl_status fill_residuals(double *residuals, int64_t batch)
{
    if (residuals == NULL) return CNL_OK;
    if (!fake_memory_open(residuals, (size_t)(3 * batch) * sizeof *residuals)) return CNL_DEVICE_ERROR;
    for (int64_t k = 0; k < 3 * batch; k++) residuals[k] = 1e-9;
    fake_memory_close(residuals);
    return CNL_OK;
}

static cnl_status solve(device_solver *solver, int64_t batch, const cnl_data *data, const cnl_solution *solution)
{
    const structure *shape = solver->plan->structure;
    cnl_status status = control.fail;
    if (status == CNL_OK) status = fill(solution->x, FAKE_X, batch, shape->n, shape->n);
    if (status == CNL_OK) status = fill(solution->y, FAKE_Y, batch, shape->m, shape->m);
    if (status == CNL_OK) status = fill(solution->s, FAKE_S, batch, shape->m, shape->m);
    if (status == CNL_OK) status = fill_objective(solution->objective, batch, data);
    if (status == CNL_OK) status = fill_residuals(solution->residuals, batch);
    if (status == CNL_OK) status = fill_integers(solution->iterations, batch, 7);
    if (status == CNL_OK) status = fill_integers(solution->status, batch, CNL_SOLVED);
    if (status == CNL_OK) control.calls++;
    return status;
}

static cnl_status vjp(device_solver *solver, int64_t batch, const cnl_data *data, const cnl_cotangent *cotangent,
                      const cnl_gradient *gradient)
{
    (void)cotangent;
    const structure *shape = solver->plan->structure;
    cnl_status status = control.fail;
    if (status == CNL_OK) status = fill(gradient->dP, FAKE_DP, batch, shape->P.count, data->P_stride);
    if (status == CNL_OK) status = fill(gradient->dc, FAKE_DC, batch, shape->n, data->c_stride);
    if (status == CNL_OK) status = fill(gradient->dA, FAKE_DA, batch, shape->A.count, data->A_stride);
    if (status == CNL_OK) status = fill(gradient->db, FAKE_DB, batch, shape->m, data->b_stride);
    if (status == CNL_OK) status = fill_integers(gradient->info, batch, CNL_DERIVATIVE_DEGENERATE);
    if (status == CNL_OK) control.calls++;
    return status;
}

static cnl_status jvp(device_solver *solver, int64_t batch, const cnl_data *data, const cnl_data *change, double *dx,
                      double *dy, double *ds, int32_t *info)
{
    (void)data, (void)change;
    const structure *shape = solver->plan->structure;
    cnl_status status = control.fail;
    if (status == CNL_OK) status = fill(dx, FAKE_DX, batch, shape->n, shape->n);
    if (status == CNL_OK) status = fill(dy, FAKE_DY, batch, shape->m, shape->m);
    if (status == CNL_OK) status = fill(ds, FAKE_DS, batch, shape->m, shape->m);
    if (status == CNL_OK) status = fill_integers(info, batch, CNL_DERIVATIVE_EXACT);
    if (status == CNL_OK) control.calls++;
    return status;
}

static device_backend table = {
    .version = DEVICE_BACKEND_VERSION,
    .library = CONELET_VERSION,
    .tile = 1,
    .context_create = context_create,
    .context_destroy = context_destroy,
    .context_name = context_name,
    .context_synchronize = context_synchronize,
    .array_allocate = array_allocate,
    .array_release = array_release,
    .array_upload = array_upload,
    .array_download = array_download,
    .solver_size = solver_size,
    .solver_create = solver_create,
    .solver_destroy = solver_destroy,
    .solve = solve,
    .vjp = vjp,
    .jvp = jvp,
};

__attribute__((visibility("default"))) device_backend_entry conelet_cuda_backend;
__attribute__((visibility("default"))) fake_control_entry fake_plugin_control;

/* In another process the environment tells what to do. */
const device_backend *conelet_cuda_backend(void)
{
    if (getenv("FAKE_CUDA_FAILS") != NULL) control.fail = CNL_DEVICE_ERROR;
    if (getenv("FAKE_CUDA_LACKS") != NULL) table.vjp = NULL;
    return &table;
}

fake_control *fake_plugin_control(void)
{
    control.table = &table;
    return &control;
}
