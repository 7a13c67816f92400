#include "solve_command.h"

#include <math.h>

#include "complain.h"
#include "machine.h"
#include "output_path.h"
#include "progress.h"
#include "solution_file.h"
#include "solve_job.h"

static bool read_files(solve_job *job)
{
    const solve_options *options = &job->options;
    cnl_error error = {0};
    if (problem_file_read(options->problem_path, &job->problem, &error) != CNL_OK) {
        complain("%s: %s", options->problem_path, error.message);
        return false;
    }
    if (options->cotangent_path != NULL &&
        cotangent_file_read(options->cotangent_path, job->problem, &job->cotangent, &error) != CNL_OK) {
        complain("%s: %s", options->cotangent_path, error.message);
        return false;
    }
    if (options->change_path != NULL &&
        change_file_read(options->change_path, job->problem, &job->change, &error) != CNL_OK) {
        complain("%s: %s", options->change_path, error.message);
        return false;
    }
    return true;
}

static bool make_solver(solve_job *job)
{
    job->context = machine_open(&job->options.machine);
    if (job->context == NULL) return false;
    cnl_error error;
    if (cnl_solver_create(job->context, &job->problem->structure, &job->options.settings, job->problem->batch,
                          &job->solver, &error) != CNL_OK) {
        complain("%s: %s", job->options.problem_path, error.message);
        return false;
    }
    return true;
}

static bool make_room(solve_job *job)
{
    const problem_file *problem = job->problem;
    answer_request request = {
        .vectors = job->options.output_path != NULL || problem->batch == 1,
        .gradient = job->cotangent != NULL,
        .change = job->change != NULL,
    };
    bool is_made =
        answer_allocate(NULL, &problem->structure, &problem->data, problem->batch, request, &job->answer) &&
        (!cnl_context_is_cuda(job->context) ||
         answer_allocate(job->context, &problem->structure, &problem->data, problem->batch, request, &job->on_device));
    if (!is_made) {
        complain("%s: not enough memory for the answers of %lld problems", job->options.problem_path,
                 (long long)problem->batch);
    }
    return is_made;
}

/* The inputs go to where the calls take them. */
static bool place_inputs(solve_job *job)
{
    const problem_file *problem = job->problem;
    const cnl_structure *structure = &problem->structure;
    int64_t batch = problem->batch;
    device_arrays *arrays = &job->arrays;
    arrays->context = job->context;
    cnl_status status = device_arrays_place_data(arrays, structure, batch, &problem->data, &job->data);
    if (status == CNL_OK && job->cotangent != NULL) {
        status = device_arrays_place(arrays, job->cotangent->dx, batch * structure->n, &job->along.dx);
        if (status == CNL_OK)
            status = device_arrays_place(arrays, job->cotangent->dy, batch * structure->m, &job->along.dy);
        if (status == CNL_OK)
            status = device_arrays_place(arrays, job->cotangent->ds, batch * structure->m, &job->along.ds);
    }
    if (status == CNL_OK && job->change != NULL)
        status = device_arrays_place_data(arrays, structure, batch, &job->change->change, &job->change_along);
    if (status != CNL_OK)
        complain("%s: the data cannot be copied to the device: %s", job->options.problem_path,
                 cnl_status_string(status));
    return status == CNL_OK;
}

/* What the calls fill. */
static answer *calls_answer(solve_job *job)
{
    return cnl_context_is_cuda(job->context) ? &job->on_device : &job->answer;
}

/* The file's constant belongs to the objective; the library does not know it. */
static void add_offset(solve_job *job)
{
    const problem_file *problem = job->problem;
    for (int64_t i = 0; i < problem->batch; i++) {
        job->answer.solution.objective[i] += problem->offset[i * problem->offset_stride];
    }
}

/* A call may only have started its work: wait for it, and say what went wrong with either. */
static bool finish_call(const solve_job *job, cnl_status status, double start, double *seconds)
{
    if (status == CNL_OK) status = cnl_context_synchronize(job->context);
    *seconds = seconds_now() - start;
    if (status == CNL_OK) return true;
    const char *message = cnl_solver_message(job->solver);
    complain("%s: %s", job->options.problem_path, message[0] != '\0' ? message : cnl_status_string(status));
    return false;
}

static bool solve(solve_job *job)
{
    progress_bar bar;
    progress_watch(&bar, job->solver);
    double start = seconds_now();
    cnl_status status = cnl_solve(job->solver, job->problem->batch, &job->data, &calls_answer(job)->solution);
    progress_end(&bar, job->solver);
    return finish_call(job, status, start, &job->solve_seconds);
}

static bool differentiate(solve_job *job)
{
    int64_t batch = job->problem->batch;
    answer *result = calls_answer(job);
    job->vjp_seconds = NAN;
    job->jvp_seconds = NAN;
    if (job->cotangent != NULL) {
        double start = seconds_now();
        cnl_status status = cnl_vjp(job->solver, batch, &job->data, &job->along, &result->gradient);
        if (!finish_call(job, status, start, &job->vjp_seconds)) return false;
    }
    if (job->change != NULL) {
        double start = seconds_now();
        cnl_status status = cnl_jvp(job->solver, batch, &job->data, &job->change_along, result->dx, result->dy,
                                    result->ds, result->change_info);
        if (!finish_call(job, status, start, &job->jvp_seconds)) return false;
    }
    return true;
}

/* The answer comes back from where it is, and is summed up. */
static bool collect(solve_job *job)
{
    cnl_status status = answer_fetch(&job->on_device, &job->answer);
    if (status != CNL_OK) {
        complain("%s: the answers cannot be copied from the device: %s", job->options.problem_path,
                 cnl_status_string(status));
        return false;
    }
    add_offset(job);
    job->summary = summarise(&job->answer.solution, job->problem->batch);
    return true;
}

static bool write_answer(const solve_job *job)
{
    const answer *result = &job->answer;
    if (job->options.output_path == NULL) return true;
    cnl_error error = {0};
    solution_change change = {result->dx, result->dy, result->ds};
    if (solution_file_write(job->options.output_path, job->problem, &result->solution,
                            job->cotangent != NULL ? &result->gradient : NULL, job->change != NULL ? &change : NULL,
                            &error) == CNL_OK) {
        return true;
    }
    complain("%s: %s", job->options.output_path, error.message);
    return false;
}

static void free_job(solve_job *job)
{
    answer_free(&job->answer);
    answer_free(&job->on_device);
    device_arrays_free(&job->arrays);
    cnl_solver_destroy(job->solver);
    cnl_context_destroy(job->context);
    change_file_free(job->change);
    cotangent_file_free(job->cotangent);
    problem_file_free(job->problem);
}

int solve_command(int count, char **arguments)
{
    solve_job job = {0};
    if (!solve_options_read(count, arguments, &job.options)) return EXIT_BAD_INPUT;
    if (job.options.output_path != NULL && !output_path_is_writable(job.options.output_path)) return EXIT_BAD_INPUT;

    int exit_code = EXIT_BAD_INPUT;
    if (read_files(&job) && make_solver(&job) && make_room(&job) && place_inputs(&job) && solve(&job) &&
        differentiate(&job) && collect(&job) && write_answer(&job)) {
        if (job.options.json) {
            solve_report_json(&job);
        } else {
            solve_report_text(&job);
        }
        exit_code = finish_output(summary_is_all_solved(&job.summary) ? EXIT_ALL_SOLVED : EXIT_SOME_UNSOLVED);
    }
    free_job(&job);
    return exit_code;
}
