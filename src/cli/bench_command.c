#include "bench_command.h"

#include <math.h>
#include <stdbool.h>
#include <stddef.h>

#include "bench_measure.h"
#include "bench_options.h"
#include "bench_report.h"
#include "bench_sweep.h"
#include "complain.h"
#include "family.h"
#include "machine.h"
#include "output_path.h"
#include "peak.h"
#include "problem_file.h"

/* Measure and print one batch. */
static int bench_batch(const bench_setup *setup, bench_format format, const bench_subject *subject)
{
    bench_row row;
    cnl_error error = {0};
    if (bench_measure(setup, subject, &row, &error) != CNL_OK) return complain("%s: %s", subject->name, error.message);
    bench_report_row(format, &row);
    return summary_is_all_solved(&row.summary) ? EXIT_ALL_SOLVED : EXIT_SOME_UNSOLVED;
}

/* The size and batch of a family: as asked for, or its own. */
static int32_t chosen_n(const bench_options *options, const family *chosen)
{
    return options->n > 0 ? (int32_t)options->n : chosen->default_n;
}

static int64_t chosen_batch(const bench_options *options, const family *chosen)
{
    if (options->batch > 0) return options->batch;
    return options->n > 0 ? family_usual_batch((int32_t)options->n) : chosen->default_batch;
}

static bool is_chosen(const bench_options *options, int index)
{
    return options->family == NULL || family_find(options->family) == family_at(index);
}

/* Whether all families of the run can be made, so that none is refused after others have been timed. */
static bool families_are_possible(const bench_options *options)
{
    for (int i = 0; i < family_count() && options->problem_path == NULL; i++) {
        const family *candidate = family_at(i);
        cnl_error error;
        if (!is_chosen(options, i)) continue;
        if (family_check(candidate->name, chosen_n(options, candidate), (int32_t)options->m,
                         chosen_batch(options, candidate), &error) != CNL_OK) {
            complain("%s", error.message);
            return false;
        }
    }
    return true;
}

static int bench_family(const bench_setup *setup, const bench_options *options, const family *chosen)
{
    family_problem problem;
    cnl_error error = {0};
    if (family_generate(chosen->name, chosen_n(options, chosen), (int32_t)options->m, chosen_batch(options, chosen),
                        (uint64_t)options->seed, &problem, &error) != CNL_OK) {
        return complain("%s", error.message);
    }
    bench_subject subject = {chosen->name, &problem.structure, &problem.data, problem.batch};
    int exit_code = bench_batch(setup, options->format, &subject);
    family_problem_free(&problem);
    return exit_code;
}

/* The chosen families one after another; the exit code is the worst of theirs. */
static int bench_families(const bench_setup *setup, const bench_options *options)
{
    int worst = EXIT_ALL_SOLVED;
    for (int i = 0; i < family_count(); i++) {
        if (!is_chosen(options, i)) continue;
        int exit_code = bench_family(setup, options, family_at(i));
        if (exit_code > worst) worst = exit_code;
    }
    return worst;
}

static int bench_file(const bench_setup *setup, const bench_options *options, const problem_file *problem)
{
    bench_subject subject = {options->problem_path, &problem->structure, &problem->data, problem->batch};
    return bench_batch(setup, options->format, &subject);
}

static int run(const bench_options *options, const cnl_context *context, const problem_file *problem)
{
    int threads = machine_threads(&options->machine);
    bench_setup setup = {
        .context = context,
        .settings = options->settings,
        .threads = threads,
        .repeats = options->repeat,
        .with_vjp = options->vjp,
        .peak_gflops = cnl_context_is_cuda(context) ? NAN : peak_gflops(cnl_context_isa_name(context), threads),
    };
    bench_report_start(options->format, &setup);
    if (options->plot_path != NULL) return bench_sweep(&setup, options, problem);
    if (problem != NULL) return bench_file(&setup, options, problem);
    return bench_families(&setup, options);
}

int bench_command(int count, char **arguments)
{
    bench_options options;
    if (!bench_options_read(count, arguments, &options)) return EXIT_BAD_INPUT;
    if (options.plot_path != NULL && !output_path_is_writable(options.plot_path)) return EXIT_BAD_INPUT;
    if (!families_are_possible(&options)) return EXIT_BAD_INPUT;

    problem_file *problem = NULL;
    cnl_error error = {0};
    if (options.problem_path != NULL && problem_file_read(options.problem_path, &problem, &error) != CNL_OK) {
        return complain("%s: %s", options.problem_path, error.message);
    }
    cnl_context *context = machine_open(&options.machine);
    int exit_code = context == NULL ? EXIT_BAD_INPUT : finish_output(run(&options, context, problem));
    cnl_context_destroy(context);
    problem_file_free(problem);
    return exit_code;
}
