#include "bench_sweep.h"

#include <stdio.h>

#include "bench_report.h"
#include "complain.h"
#include "family.h"
#include "machine.h"
#include "throughput_plot.h"

/* Sizes of the curves, and the most points of all of them together: a curve has one for each power of two. */
static const int32_t SIZES[] = {10, 20, 50, 100};

enum { SIZE_COUNT = sizeof(SIZES) / sizeof(SIZES[0]), MOST_POINTS = 33 * SIZE_COUNT };

/* The points measured so far. */
typedef struct sweep {
    const bench_setup *setup;
    const bench_options *options;
    throughput_point points[MOST_POINTS];
    size_t count;
    bool is_all_solved;
} sweep;

/* One curve: the first 1, 2, 4, ... problems of the subject, and all of them. */
static int sweep_batches(sweep *state, const bench_subject *subject)
{
    for (int64_t batch = 1;; batch = 2 * batch < subject->batch ? 2 * batch : subject->batch) {
        bench_subject part = *subject;
        part.batch = batch;
        bench_row row;
        cnl_error error = {0};
        if (bench_measure(state->setup, &part, &row, &error) != CNL_OK) {
            return complain("%s: %s", subject->name, error.message);
        }
        bench_report_row(state->options->format, &row);
        state->is_all_solved = state->is_all_solved && summary_is_all_solved(&row.summary);
        state->points[state->count++] = (throughput_point){row.n, batch, 1e6 / row.forward_us};
        if (batch == subject->batch) return EXIT_ALL_SOLVED;
    }
}

static int sweep_family(sweep *state, const char *name, int32_t n)
{
    const bench_options *options = state->options;
    int64_t batch = options->batch > 0 ? options->batch : 4 * family_usual_batch(n);
    family_problem problem;
    cnl_error error = {0};
    if (family_generate(name, n, (int32_t)options->m, batch, (uint64_t)options->seed, &problem, &error) != CNL_OK) {
        return complain("%s", error.message);
    }
    bench_subject subject = {name, &problem.structure, &problem.data, problem.batch};
    int exit_code = sweep_batches(state, &subject);
    family_problem_free(&problem);
    return exit_code;
}

static int measure_all(sweep *state, const char *name, const problem_file *problem)
{
    if (problem != NULL) {
        bench_subject subject = {name, &problem->structure, &problem->data, problem->batch};
        return sweep_batches(state, &subject);
    }
    if (state->options->n > 0) return sweep_family(state, name, (int32_t)state->options->n);
    for (int i = 0; i < SIZE_COUNT; i++) {
        int exit_code = sweep_family(state, name, SIZES[i]);
        if (exit_code != EXIT_ALL_SOLVED) return exit_code;
    }
    return EXIT_ALL_SOLVED;
}

int bench_sweep(const bench_setup *setup, const bench_options *options, const problem_file *problem)
{
    if (!throughput_plot_is_available()) {
        return complain("--plot needs the program gnuplot, which is not there: install it, for instance by "
                        "\"apt-get install gnuplot-nox\"");
    }
    const char *name = options->family != NULL ? options->family : "optnet";
    if (problem != NULL) name = options->problem_path;

    sweep state = {.setup = setup, .options = options, .is_all_solved = true};
    int exit_code = measure_all(&state, name, problem);
    if (exit_code != EXIT_ALL_SOLVED) return exit_code;

    char machine[300], title[600];
    machine_words(setup->context, setup->threads, machine, sizeof(machine));
    snprintf(title, sizeof(title), "%.200s problems%s to %g: %s", name, setup->settings.f32 ? " in floats" : "",
             setup->settings.eps_abs, machine);
    if (!throughput_plot_draw(options->plot_path, title, state.points, state.count)) {
        return complain("%s: the plot could not be written", options->plot_path);
    }
    return state.is_all_solved ? EXIT_ALL_SOLVED : EXIT_SOME_UNSOLVED;
}
