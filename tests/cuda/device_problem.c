#include "device_problem.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "dense.h"
#include "sensitivity.h"

/* Takes numbers from an array one after another; without an array it only counts. */
typedef struct cursor {
    double *array;
    int64_t used;
} cursor;

static double *take(cursor *from, int64_t count)
{
    double *numbers = from->array ? from->array + from->used : NULL;
    from->used += count;
    return numbers;
}

static int32_t *take_integers(cursor *from, int64_t count) { return (int32_t *)take(from, (count + 1) / 2); }

static cnl_data take_data(cursor *from, const stored *of)
{
    cnl_data data = of->data; /* its strides */
    data.P = take(from, stored_count(of, data.P_stride, of->P_length));
    data.c = take(from, stored_count(of, data.c_stride, of->structure.n));
    data.A = take(from, stored_count(of, data.A_stride, of->A_length));
    data.b = take(from, stored_count(of, data.b_stride, of->structure.m));
    return data;
}

static call_arrays lay_out(const stored *of, double *inputs, double *outputs)
{
    int64_t n = of->batch * of->structure.n;
    int64_t m = of->batch * of->structure.m;
    call_arrays all;
    cursor in = {inputs, 0};
    all.data = take_data(&in, of);
    all.change = take_data(&in, of);
    all.cotangent.dx = take(&in, n);
    all.cotangent.dy = take(&in, m);
    all.cotangent.ds = take(&in, m);
    all.input_count = in.used;

    cursor out = {outputs, 0};
    all.solution.x = take(&out, n);
    all.solution.y = take(&out, m);
    all.solution.s = take(&out, m);
    all.solution_count = out.used;
    cnl_data gradient = take_data(&out, of);
    all.gradient.dP = (double *)gradient.P;
    all.gradient.dc = (double *)gradient.c;
    all.gradient.dA = (double *)gradient.A;
    all.gradient.db = (double *)gradient.b;
    all.dx = take(&out, n);
    all.dy = take(&out, m);
    all.ds = take(&out, m);
    all.solution.objective = take(&out, of->batch);
    all.solution.residuals = take(&out, 3 * of->batch);
    all.solution.iterations = take_integers(&out, of->batch);
    all.solution.status = take_integers(&out, of->batch);
    all.gradient.info = take_integers(&out, of->batch);
    all.info = take_integers(&out, of->batch);
    all.output_count = out.used;
    return all;
}

/* From the first program of one number to that of the next, so that none is in both. */
enum { FAR = 1000 };

/* With derivatives that are not large. */
static stored make_data(const device_case *row, int number)
{
    known_recipe recipe = {.batch = row->batch,
                           .n = row->n,
                           .cones = row->cones,
                           .rank = row->rank > 0 ? row->rank : row->n,
                           .ridge = row->rank > 0 ? 0 : 0.1,
                           .density = row->density,
                           .seed = 11,
                           .first = number * FAR};
    programs drawn = regular_programs(&recipe, 1e-2);
    stored made = stored_create(&drawn, row->layout);
    made.structure.cones = row->cones;
    programs_free(&drawn);
    return made;
}

static cnl_settings settings_of(const device_case *row)
{
    cnl_settings settings = cnl_settings_default();
    settings.method = row->method;
    settings.eps_abs = 1e-10;
    settings.eps_rel = 0;
    return settings;
}

static double *room_on_device(const cnl_context *context, int64_t count)
{
    void *memory = NULL;
    CHECK_OK(cnl_array_allocate(context, (size_t)count * sizeof(double), &memory));
    return memory;
}

bool device_problem_open(device_problem *all, const cnl_context *context, const device_case *row)
{
    memset(all, 0, sizeof *all);
    all->row = row;
    all->context = context;
    all->stored = make_data(row, 0);
    cnl_error error = {CNL_OK, ""};
    cnl_settings settings = settings_of(row);
    int64_t most = row->max_batch > 0 ? row->max_batch : row->batch;
    cnl_status status = cnl_solver_create(context, &all->stored.structure, &settings, most, &all->solver, &error);
    if (!CHECK_THAT(status == CNL_OK, "%s: %s", row->name, error.message)) return false;
    call_arrays sizes = lay_out(&all->stored, NULL, NULL);
    all->host = numbers_create(sizes.input_count);
    all->inputs = room_on_device(context, sizes.input_count);
    all->outputs = room_on_device(context, sizes.output_count);
    if (all->inputs == NULL || all->outputs == NULL) return false;
    all->views = lay_out(&all->stored, all->inputs, all->outputs);
    device_problem_fill(all, 0);
    return check_failures() == 0;
}

void device_problem_close(device_problem *all)
{
    cnl_array_release(all->context, all->inputs);
    cnl_array_release(all->context, all->outputs);
    cnl_solver_destroy(all->solver);
    stored_free(&all->stored);
    free(all->host);
    memset(all, 0, sizeof *all);
}

/* The numbers of the data, and random ones for the change and the cotangent. */
static void fill_host(device_problem *all, int number)
{
    const stored *from = &all->stored;
    cnl_data to = lay_out(from, all->host, NULL).data;
    dice stream = dice_begin(12, (uint64_t)number);
    dice_fill(&stream, all->host, (size_t)all->views.input_count);
    size_t of_P = (size_t)stored_count(from, to.P_stride, from->P_length);
    size_t of_c = (size_t)stored_count(from, to.c_stride, from->structure.n);
    size_t of_A = (size_t)stored_count(from, to.A_stride, from->A_length);
    size_t of_b = (size_t)stored_count(from, to.b_stride, from->structure.m);
    memcpy((double *)to.P, from->data.P, of_P * sizeof(double));
    memcpy((double *)to.c, from->data.c, of_c * sizeof(double));
    memcpy((double *)to.A, from->data.A, of_A * sizeof(double));
    memcpy((double *)to.b, from->data.b, of_b * sizeof(double));
}

void device_problem_fill(device_problem *all, int number)
{
    stored fresh = make_data(all->row, number);
    CHECK_INT(fresh.P_length, all->stored.P_length);
    CHECK_INT(fresh.A_length, all->stored.A_length);
    stored_free(&all->stored);
    all->stored = fresh;
    fill_host(all, number);
    CHECK_OK(cnl_array_upload(all->context, all->inputs, all->host, (size_t)all->views.input_count * sizeof(double)));
    device_problem_spoil(all);
}

void device_problem_spoil(device_problem *all)
{
    size_t bytes = (size_t)all->views.output_count * sizeof(double);
    double *rubbish = malloc(bytes);
    memset(rubbish, 0xab, bytes);
    CHECK_OK(cnl_array_upload(all->context, all->outputs, rubbish, bytes));
    free(rubbish);
}

static void start(cnl_solver *solver, int64_t batch, const call_arrays *with)
{
    CHECK_OK(cnl_solve(solver, batch, &with->data, &with->solution));
    CHECK_OK(cnl_vjp(solver, batch, &with->data, &with->cotangent, &with->gradient));
    CHECK_OK(cnl_jvp(solver, batch, &with->data, &with->change, with->dx, with->dy, with->ds, with->info));
}

void device_problem_start(device_problem *all) { start(all->solver, all->row->batch, &all->views); }

void device_problem_start_solve(device_problem *all)
{
    CHECK_OK(cnl_solve(all->solver, all->row->batch, &all->views.data, &all->views.solution));
}

double *device_problem_outputs(const device_problem *all)
{
    double *outputs = numbers_create(all->views.output_count);
    size_t bytes = (size_t)all->views.output_count * sizeof(double);
    CHECK_OK(cnl_array_download(all->context, outputs, all->outputs, bytes));
    return outputs;
}

double *device_problem_on_cpu(const device_problem *all)
{
    double *outputs = numbers_create(all->views.output_count);
    call_arrays views = lay_out(&all->stored, all->host, outputs);
    cnl_settings settings = settings_of(all->row);
    cnl_context_options options = {.threads = 1};
    cnl_context *context = NULL;
    cnl_solver *solver = NULL;
    CHECK_OK(cnl_context_create(&options, &context, NULL));
    if (CHECK_OK(cnl_solver_create(context, &all->stored.structure, &settings, all->row->batch, &solver, NULL)))
        start(solver, all->row->batch, &views);
    cnl_solver_destroy(solver);
    cnl_context_destroy(context);
    return outputs;
}

static double largest(const double *numbers, int64_t count)
{
    double most = 1;
    for (int64_t k = 0; k < count; k++) most = fmax(most, fabs(numbers[k]));
    return most;
}

/* Where a warp has exchanged active rows (dual_pivoting.h) it counts those, which a CPU does not have. */
enum { MOST_EXCHANGES = 8 };

void device_problem_check_near(const device_problem *all, const double *outputs, const double *expected)
{
    call_arrays got = lay_out(&all->stored, NULL, (double *)outputs);
    int64_t solution = got.solution_count;
    int64_t derivatives = got.solution.objective - (outputs + solution);
    call_arrays wanted = lay_out(&all->stored, NULL, (double *)expected);
    for (int64_t i = 0; i < all->row->batch; i++) {
        CHECK_INT(got.solution.status[i], CNL_SOLVED);
        int32_t iterations = got.solution.iterations[i];
        if (iterations < 1 || iterations > MOST_EXCHANGES) CHECK_INT(iterations, wanted.solution.iterations[i]);
    }
    CHECK_ARRAY(outputs, expected, 1, solution, 1e-8 * largest(expected, solution));
    CHECK_ARRAY(outputs + solution, expected + solution, 1, derivatives,
                1e-6 * largest(expected + solution, derivatives));
}
