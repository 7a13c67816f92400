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
    answer_request request = {
        .vectors = job->options.output_path != NULL || job->problem->batch == 1,
        .gradient = job->cotangent != NULL,
        .change = job->change != NULL,
    };
    if (!answer_allocate(&job->problem->structure, &job->problem->data, job->problem->batch, request, &job->answer)) {
        complain("%s: not enough memory for the answers of %lld problems", job->options.problem_path,
                 (long long)job->problem->batch);
        return false;
    }
    return true;
}

/* The file's constant belongs to the objective; the library does not know it. */
static void add_offset(solve_job *job)
{
    const problem_file *problem = job->problem;
    for (int64_t i = 0; i < problem->batch; i++) {
        job->answer.solution.objective[i] += problem->offset[i * problem->offset_stride];
    }
}

static bool call_succeeded(const solve_job *job, cnl_status status)
{
    if (status == CNL_OK) return true;
    const char *message = cnl_solver_message(job->solver);
    complain("%s: %s", job->options.problem_path, message[0] != '\0' ? message : cnl_status_string(status));
    return false;
}

static bool solve(solve_job *job)
{
    const problem_file *problem = job->problem;
    progress_bar bar;
    progress_watch(&bar, job->solver);
    double start = seconds_now();
    cnl_status status = cnl_solve(job->solver, problem->batch, &problem->data, &job->answer.solution);
    job->solve_seconds = seconds_now() - start;
    progress_end(&bar, job->solver);
    if (!call_succeeded(job, status)) return false;
    add_offset(job);
    job->summary = summarise(&job->answer.solution, problem->batch);
    return true;
}

static bool differentiate(solve_job *job)
{
    const problem_file *problem = job->problem;
    answer *result = &job->answer;
    job->vjp_seconds = NAN;
    job->jvp_seconds = NAN;
    if (job->cotangent != NULL) {
        cnl_cotangent cotangent = {job->cotangent->dx, job->cotangent->dy, job->cotangent->ds};
        double start = seconds_now();
        cnl_status status = cnl_vjp(job->solver, problem->batch, &problem->data, &cotangent, &result->gradient);
        job->vjp_seconds = seconds_now() - start;
        if (!call_succeeded(job, status)) return false;
    }
    if (job->change != NULL) {
        double start = seconds_now();
        cnl_status status = cnl_jvp(job->solver, problem->batch, &problem->data, &job->change->change, result->dx,
                                    result->dy, result->ds, result->change_info);
        job->jvp_seconds = seconds_now() - start;
        if (!call_succeeded(job, status)) return false;
    }
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
    if (read_files(&job) && make_solver(&job) && solve(&job) && differentiate(&job) && write_answer(&job)) {
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
