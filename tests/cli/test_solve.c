/* `conelet solve` on problems whose answers are known by hand: the file that it writes, the exit code, the report. */

#include <math.h>
#include <stdio.h>
#include <string.h>

#include <conelet/conelet.h>

#include "check.h"
#include "command.h"
#include "json_text.h"
#include "npz_files.h"
#include "programs_by_hand.h"

/* Accuracy of x where the tolerance is 1e-10 and the problem well conditioned. */
static const double CLOSE = 1e-7;

static command_run run;

static void equality_by_hand(void)
{
    static const double x[4] = {0.5, 0.5, 1.5, 1.5}, y[2] = {-0.5, -1.5}, s[2] = {0, 0}, objective[2] = {10.25, 22.25};
    static const double status[2] = {CNL_SOLVED, CNL_SOLVED}, zero[6] = {0};
    write_equality("equality.npz");
    CONELET(&run, "solve", "equality.npz", "-o", "answer.npz", "--eps", "1e-10");
    check_run(&run, 0, NULL);
    CHECK_ANSWER("answer.npz", "x", x, CLOSE, 2, 2);
    CHECK_ANSWER("answer.npz", "y", y, CLOSE, 2, 1);
    CHECK_ANSWER("answer.npz", "s", s, CLOSE, 2, 1);
    CHECK_ANSWER("answer.npz", "obj", objective, CLOSE, 2);
    CHECK_ANSWER("answer.npz", "status", status, 0, 2);
    CHECK_ANSWER("answer.npz", "residuals", zero, 1e-9, 2, 3);
    CHECK(read_answer("answer.npz", "status").is_int32);
    answer_array iterations = read_answer("answer.npz", "iterations");
    CHECK(iterations.rank == 1 && iterations.shape[0] == 2);
    CHECK(iterations.numbers[0] >= 0 && iterations.numbers[0] <= 100);
    CHECK(!read_answer("answer.npz", "dP").is_there && !read_answer("answer.npz", "dx").is_there);
}

static void box_by_hand(void)
{
    static const double x[3] = {1, -1, 0.25}, y[6] = {1, 0, 0, 0, 2, 0}, s[6] = {0, 2, 0.75, 2, 0, 1.25};
    static const double objective[1] = {0.5 + 0.5 + 0.03125 - 2 - 3 - 0.0625};
    write_box("box.npz");
    CONELET(&run, "solve", "box.npz", "-o", "answer.npz", "--eps", "1e-10");
    check_run(&run, 0, NULL);
    CHECK_ANSWER("answer.npz", "x", x, CLOSE, 1, 3);
    CHECK_ANSWER("answer.npz", "y", y, CLOSE, 1, 6);
    CHECK_ANSWER("answer.npz", "s", s, CLOSE, 1, 6);
    CHECK_ANSWER("answer.npz", "obj", objective, CLOSE, 1);
    CHECK_CONTAINS(run.output, "box.npz: 1 problem, n = 3, m = 6 (0 zero, 6 nonnegative), P dense, A dense");
    CHECK_CONTAINS(run.output, "solved");
}

/* y is on the cone opposite to s: (5, -3, -4), the multiplier of the radius first. */
static void ball_by_hand(void)
{
    static const double x[2] = {0.6, 0.8}, y[3] = {5, -3, -4}, s[3] = {1, 0.6, 0.8}, objective[1] = {-5};
    write_ball("ball.npz");
    CONELET(&run, "solve", "ball.npz", "-o", "answer.npz", "--eps", "1e-10");
    check_run(&run, 0, NULL);
    CHECK_ANSWER("answer.npz", "x", x, 1e-5, 1, 2);
    CHECK_ANSWER("answer.npz", "y", y, 1e-5, 1, 3);
    CHECK_ANSWER("answer.npz", "s", s, 1e-5, 1, 3);
    CHECK_ANSWER("answer.npz", "obj", objective, 1e-8, 1);
}

/* Infeasible: y = (1/2, 1/2), the only certificate with b'y = -1. Unbounded: x = 1, the only one with c'x = -1. */
static void hopeless_problems_have_certificates(void)
{
    static const double status[3] = {CNL_PRIMAL_INFEASIBLE, CNL_DUAL_INFEASIBLE, CNL_SOLVED};
    write_hopeless("hopeless.npz");
    CONELET(&run, "solve", "hopeless.npz", "-o", "answer.npz");
    check_run(&run, 1, NULL);
    CHECK_ANSWER("answer.npz", "status", status, 0, 3);
    answer_array x = read_answer("answer.npz", "x"), y = read_answer("answer.npz", "y");
    answer_array objective = read_answer("answer.npz", "obj");
    CHECK_NEAR(y.numbers[0], 0.5, 1e-6);
    CHECK_NEAR(y.numbers[1], 0.5, 1e-6);
    CHECK_NEAR(x.numbers[1], 1, 1e-6);
    CHECK_NEAR(x.numbers[2], 0, 1e-7);
    CHECK(objective.numbers[0] == INFINITY && objective.numbers[1] == -INFINITY);
    CHECK_CONTAINS(run.output, "primal infeasible");
    CHECK_CONTAINS(run.output, "dual infeasible");
}

/* NaN in one problem: status 6 there, and the others to the bit as without it. */
static void a_nan_stays_alone(void)
{
    enum { SPOILT = 11 };
    write_boxes("good.npz", -1);
    write_boxes("spoilt.npz", SPOILT);
    CONELET(&run, "solve", "good.npz", "-o", "good_answer.npz");
    check_run(&run, 0, NULL);
    CONELET(&run, "solve", "spoilt.npz", "-o", "spoilt_answer.npz");
    check_run(&run, 1, NULL);
    CHECK_CONTAINS(run.output, "invalid data");
    CHECK_CONTAINS(run.output, "first 11");

    static const char *const keys[] = {"x", "y", "s"};
    for (int k = 0; k < 3; k++) {
        answer_array good = read_answer("good_answer.npz", keys[k]);
        answer_array spoilt = read_answer("spoilt_answer.npz", keys[k]);
        int64_t length = good.shape[1];
        CHECK_BITS(spoilt.numbers, good.numbers, SPOILT, length);
        int64_t next = (SPOILT + 1) * length;
        CHECK_BITS(spoilt.numbers + next, good.numbers + next, BOXES - SPOILT - 1, length);
        CHECK(isnan(spoilt.numbers[SPOILT * length]));
    }
    answer_array status = read_answer("spoilt_answer.npz", "status");
    for (int i = 0; i < BOXES; i++) CHECK_INT(status.numbers[i], i == SPOILT ? CNL_INVALID_DATA : CNL_SOLVED);
}

/* Threads, methods and stopping do what their flags say. */
static void threads_do_not_change_a_bit(void)
{
    write_boxes("good.npz", -1);
    CONELET(&run, "solve", "good.npz", "-o", "one.npz", "--threads", "1");
    check_run(&run, 0, NULL);
    CONELET(&run, "solve", "good.npz", "-o", "four.npz", "--threads", "4");
    check_run(&run, 0, NULL);
    answer_array one = read_answer("one.npz", "x"), four = read_answer("four.npz", "x");
    CHECK_BITS(one.numbers, four.numbers, BOXES, 2);
}

static void every_method_finds_the_same(void)
{
    static const char *const methods[] = {"auto", "primal", "dual", "sparse"};
    static const double x[3] = {1, -1, 0.25};
    write_box("box.npz");
    for (int k = 0; k < 4; k++) {
        check_note("method %s", methods[k]);
        CONELET(&run, "solve", "box.npz", "-o", "answer.npz", "--method", methods[k], "--json", "--eps", "1e-10");
        check_run(&run, 0, NULL);
        CHECK_ANSWER("answer.npz", "x", x, CLOSE, 1, 3);
        char chosen[20];
        snprintf(chosen, sizeof(chosen), "\"%s\"", methods[k]);
        const char *told = json_find(run.output, "method");
        if (k > 0 && CHECK(told != NULL)) CHECK(strncmp(told, chosen, strlen(chosen)) == 0);
    }
}

static void stopping_follows_the_flags(void)
{
    write_box("box.npz");
    CONELET(&run, "solve", "box.npz", "-o", "answer.npz", "--max-iter", "1", "--json");
    check_run(&run, 1, NULL);
    CHECK_NEAR(read_answer("answer.npz", "status").numbers[0], CNL_ITERATION_LIMIT, 0);
    CHECK_NEAR(read_answer("answer.npz", "iterations").numbers[0], 1, 0);
    CONELET(&run, "solve", "box.npz", "--eps", "1e-2", "--json");
    double loose = json_number(run.output, "iterations_mean");
    CONELET(&run, "solve", "box.npz", "--eps", "1e-11", "--json");
    CHECK_THAT(json_number(run.output, "iterations_mean") > loose, "loose took %g", loose);
    CHECK_NEAR(json_number(run.output, "eps"), 1e-11, 1e-20);
}

static void the_json_report_says_all(void)
{
    write_equality("equality.npz");
    CONELET(&run, "solve", "equality.npz", "--json", "--threads", "2");
    check_run(&run, 0, NULL);
    CHECK(json_is_valid(run.output));
    CHECK_NEAR(json_number(run.output, "n"), 2, 0);
    CHECK_NEAR(json_number(run.output, "m"), 1, 0);
    CHECK_NEAR(json_number(run.output, "batch"), 2, 0);
    CHECK_NEAR(json_number(run.output, "threads"), 2, 0);
    CHECK(json_number(run.output, "solve_s") > 0);
    CHECK(json_is_null(run.output, "vjp_s") && json_is_null(run.output, "name"));
    const char *statuses = json_find(run.output, "statuses");
    if (CHECK(statuses != NULL)) CHECK(strncmp(statuses, "{\"solved\": 2,", 13) == 0);
    const char *status = json_find(run.output, "status");
    if (CHECK(status != NULL)) CHECK(strncmp(status, "[0, 0]", 6) == 0);
    CHECK(json_find(run.output, "residuals") != NULL && json_find(run.output, "worst_residuals") != NULL);
}

/* Infinity and NaN are no JSON: null stands for them. */
static void json_has_null_for_infinity(void)
{
    write_hopeless("hopeless.npz");
    CONELET(&run, "solve", "hopeless.npz", "--json");
    check_run(&run, 1, NULL);
    CHECK(json_is_valid(run.output));
    const char *objective = json_find(run.output, "obj");
    if (CHECK(objective != NULL)) CHECK(strncmp(objective, "[null, null, ", 13) == 0);
}

/* minimise x + 2y subject to x + y >= 1, x, y >= 0, plus the constant 7 (minus the right-hand side of the cost). */
static void qps_files_are_read(void)
{
    command_write_text("tiny.qps", "NAME TINY\nROWS\n N cost\n G low\nCOLUMNS\n x cost 1 low 1\n y cost 2 low 1\n"
                                   "RHS\n rhs low 1 cost -7\nENDATA\n");
    static const double x[2] = {1, 0}, objective[1] = {8};
    CONELET(&run, "solve", "tiny.qps", "-o", "answer.npz", "--json", "--eps", "1e-10");
    check_run(&run, 0, NULL);
    CHECK_CONTAINS(run.output, "\"name\": \"TINY\"");
    CHECK_ANSWER("answer.npz", "x", x, 1e-6, 1, 2);
    CHECK_ANSWER("answer.npz", "obj", objective, 1e-7, 1);
}

/* A refusal leaves an older answer as it was. */
static void a_refusal_leaves_the_old_answer(void)
{
    static const double x[3] = {1, -1, 0.25};
    write_box("box.npz");
    command_write_text("bad.npz", "not an archive");
    CONELET(&run, "solve", "box.npz", "-o", "answer.npz", "--eps", "1e-10");
    check_run(&run, 0, NULL);
    CONELET(&run, "solve", "bad.npz", "-o", "answer.npz");
    check_run(&run, 2, "bad.npz: ");
    CHECK_ANSWER("answer.npz", "x", x, CLOSE, 1, 3);
}

int main(int argc, char **argv)
{
    check_arguments(argc, argv);
    command_enter();
    RUN(equality_by_hand);
    RUN(box_by_hand);
    RUN(ball_by_hand);
    RUN(hopeless_problems_have_certificates);
    RUN(a_nan_stays_alone);
    RUN(threads_do_not_change_a_bit);
    RUN(every_method_finds_the_same);
    RUN(stopping_follows_the_flags);
    RUN(the_json_report_says_all);
    RUN(json_has_null_for_infinity);
    RUN(qps_files_are_read);
    RUN(a_refusal_leaves_the_old_answer);
    command_leave();
    return check_report();
}
