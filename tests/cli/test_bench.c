/* `conelet bench`: every family solves to the tolerance asked for, and the rows say what the contract says. */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "command.h"
#include "json_text.h"
#include "programs_by_hand.h"

static command_run run;

static const char *const FAMILIES[] = {"optnet", "known-solution", "box",     "portfolio", "simplex",
                                       "mpc",    "sparse",         "soc-risk"};

static const char *const FLOAT_METHODS[] = {"dual", "primal"};

enum { FAMILY_COUNT = sizeof(FAMILIES) / sizeof(FAMILIES[0]) };

static int count_lines(const char *text)
{
    int lines = 0;
    for (; *text != '\0'; text++) lines += *text == '\n';
    return lines;
}

/* The promised keys, with values that can be. A solved problem has residuals of at most eps, whose 2-norm is tested. */
static void check_row(const char *line, double batch, double eps)
{
    if (!CHECK(json_is_valid(line))) return;
    CHECK(json_find(line, "family") != NULL);
    CHECK(json_number(line, "n") > 0 && json_number(line, "m") > 0 && json_number(line, "threads") > 0);
    CHECK_NEAR(json_number(line, "batch"), batch, 0);
    CHECK_NEAR(json_number(line, "setup_us"), 0, 0);
    CHECK_CONTAINS(line, "\"precision\": \"f64\"");
    CHECK(json_number(line, "forward_us") > 0);
    CHECK(json_number(line, "iterations_mean") >= 1);
    CHECK_AT_MOST(json_number(line, "worst_residual"), 1.001 * eps);
    CHECK(json_number(line, "fma_peak_gflops") > 0);
    CHECK(json_find(line, "fma_peak_share") != NULL);
    const char *statuses = json_find(line, "statuses");
    char all[40];
    snprintf(all, sizeof(all), "{\"solved\": %.0f,", batch);
    if (CHECK(statuses != NULL)) CHECK(strncmp(statuses, all, strlen(all)) == 0);
}

static void every_family_is_solved(void)
{
    for (int k = 0; k < FAMILY_COUNT; k++) {
        check_note("family %s", FAMILIES[k]);
        CONELET(&run, "bench", "--family", FAMILIES[k], "--n", "12", "--batch", "19", "--repeat", "1", "--vjp",
                "--json");
        if (!CHECK_INT(run.exit_code, 0)) continue;
        CHECK_INT(count_lines(run.output), 1);
        check_row(run.output, 19, 1e-8);
        CHECK(json_number(run.output, "backward_us") > 0);
    }
}

static void dense_families_have_a_share_of_peak(void)
{
    CONELET(&run, "bench", "--family", "optnet", "--n", "10", "--batch", "64", "--repeat", "1", "--threads", "1",
            "--json");
    check_run(&run, 0, NULL);
    double share = json_number(run.output, "fma_peak_share");
    CHECK_THAT(share > 0 && share < 1, "share %g", share);
    CHECK(json_is_null(run.output, "backward_us"));
    CHECK_NEAR(json_number(run.output, "threads"), 1, 0);
    CONELET(&run, "bench", "--family", "sparse", "--n", "10", "--batch", "8", "--repeat", "1", "--json");
    CHECK(json_is_null(run.output, "fma_peak_share"));
}

static void without_a_family_all_are_run(void)
{
    CONELET(&run, "bench", "--n", "8", "--batch", "8", "--repeat", "1", "--csv");
    check_run(&run, 0, NULL);
    CHECK_INT(count_lines(run.output), FAMILY_COUNT + 1);
    CHECK(strncmp(run.output, "family,n,m,batch,threads,setup_us,forward_us,backward_us,", 57) == 0);
    for (int k = 0; k < FAMILY_COUNT; k++) CHECK_CONTAINS(run.output, FAMILIES[k]);
    CONELET(&run, "bench", "--n", "8", "--batch", "8", "--repeat", "1");
    check_run(&run, 0, NULL);
    CHECK_CONTAINS(run.output, "family");
    CHECK_CONTAINS(run.output, "measured peak");
}

/* Every line of the CSV has as many commas as its heading. */
static void csv_lines_have_equal_length(void)
{
    CONELET(&run, "bench", "--family", "box", "--n", "5", "--batch", "4", "--repeat", "1", "--csv");
    check_run(&run, 0, NULL);
    int commas[2] = {0}, line = 0;
    for (const char *c = run.output; *c != '\0' && line < 2; c++) {
        commas[line] += *c == ',';
        line += *c == '\n';
    }
    CHECK(commas[0] > 10);
    CHECK_INT(commas[1], commas[0]);
}

static void a_file_can_be_timed(void)
{
    write_boxes("good.npz", -1);
    CONELET(&run, "bench", "good.npz", "--repeat", "2", "--vjp", "--json", "--eps", "1e-6");
    check_run(&run, 0, NULL);
    check_row(run.output, BOXES, 1e-6);
    CHECK_CONTAINS(run.output, "\"family\": \"good.npz\"");
    CHECK_NEAR(json_number(run.output, "eps"), 1e-6, 1e-18);

    write_hopeless("hopeless.npz");
    CONELET(&run, "bench", "hopeless.npz", "--repeat", "1", "--json");
    check_run(&run, 1, NULL);
    CHECK(json_is_valid(run.output));
    CHECK_CONTAINS(run.output, "\"primal infeasible\": 1");
}

/* Answers in floats carry their rounding: some 6e-8 of sums of a few hundred, where doubles have met 1e-8. The methods:
   in packs of floats first, and in doubles. */
static void floats_can_be_timed(const char *const *method)
{
    CONELET(&run, "bench", "--family", "optnet", "--n", "30", "--batch", "40", "--repeat", "1", "--vjp", "--method",
            *method, "--f32", "--json");
    check_run(&run, 0, NULL);
    check_note("%s", run.output);
    if (!CHECK(json_is_valid(run.output))) return;
    CHECK_CONTAINS(run.output, "\"precision\": \"f32\"");
    CHECK_CONTAINS(run.output, "{\"solved\": 40,");
    CHECK(json_number(run.output, "forward_us") > 0 && json_number(run.output, "backward_us") > 0);
    CHECK(json_is_null(run.output, "fma_peak_share"));
    CHECK_AT_MOST(json_number(run.output, "worst_residual"), 1e-4);
    CHECK(json_number(run.output, "worst_residual") > 1e-7);
}

static void the_seed_changes_the_problems(void)
{
    double iterations[2];
    const char *seeds[2] = {"1", "2"};
    for (int k = 0; k < 2; k++) {
        CONELET(&run, "bench", "--family", "optnet", "--n", "9", "--batch", "200", "--repeat", "1", "--seed", seeds[k],
                "--json");
        check_run(&run, 0, NULL);
        iterations[k] = json_number(run.output, "worst_residual");
    }
    CHECK(iterations[0] != iterations[1]);
}

static bool has_gnuplot(void) { return system("gnuplot --version > gnuplot_version 2>&1") == 0; }

static void a_plot_is_drawn(void)
{
    if (!has_gnuplot()) {
        check_skip("gnuplot is not installed");
        return;
    }
    CONELET(&run, "bench", "--family", "optnet", "--n", "6", "--batch", "12", "--repeat", "1", "--plot", "plot.svg",
            "--json");
    check_run(&run, 0, NULL);
    CHECK_INT(count_lines(run.output), 5); /* batches of 1, 2, 4, 8 and 12 */
    FILE *file = fopen("plot.svg", "rb");
    if (!CHECK(file != NULL)) return;
    static char text[1 << 17];
    size_t length = fread(text, 1, sizeof(text) - 1, file);
    fclose(file);
    text[length] = '\0';
    CHECK_CONTAINS(text, "<svg");
    CHECK_CONTAINS(text, "n = 6");
    CHECK_CONTAINS(text, "problems per second");
    CHECK_CONTAINS(text, "</svg>");
}

/* Without gnuplot the bench says so before it measures anything. */
static void a_plot_needs_gnuplot(void)
{
    char *path = strdup(getenv("PATH"));
    setenv("PATH", "/nonexistent", 1);
    CONELET(&run, "bench", "--family", "optnet", "--plot", "plot.svg");
    setenv("PATH", path, 1);
    free(path);
    CHECK_INT(run.exit_code, 2);
    CHECK_CONTAINS(run.errors, "gnuplot");
}

int main(int argc, char **argv)
{
    check_arguments(argc, argv);
    command_enter();
    RUN(every_family_is_solved);
    RUN(dense_families_have_a_share_of_peak);
    RUN(without_a_family_all_are_run);
    RUN(csv_lines_have_equal_length);
    RUN(a_file_can_be_timed);
    RUN_CASES(floats_can_be_timed, FLOAT_METHODS);
    RUN(the_seed_changes_the_problems);
    RUN(a_plot_is_drawn);
    RUN(a_plot_needs_gnuplot);
    command_leave();
    return check_report();
}
