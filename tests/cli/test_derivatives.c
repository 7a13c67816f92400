/* `conelet solve --vjp` and `--jvp` on problems whose derivatives are known by hand, and as adjoints of each other. */

#include <conelet/conelet.h>

#include "check.h"
#include "command.h"
#include "json_text.h"
#include "npz_files.h"
#include "programs_by_hand.h"

/* Accuracy of derivatives where the solution is known to 1e-11. */
static const double CLOSE = 1e-8;

static command_run run;

static void write_cotangent(const char *path, const double *dx, int64_t batch)
{
    npz_writer *writer = npz_writer_open(path);
    PUT(writer, "dx", dx, batch, 2);
    finish_file(writer);
}

/*
 * x = b/2 (1, 1) for P = I, A = (1, 1), c = 0, so for dx = (1, 0): dc = (-1/2, 1/2) and db = 1/2 in each problem;
 * x0 = P11 b / (P00 + P11) and x = b a / a'a give dP = b/4 diag(-1, 1), dA = b (0, -1/2). P, c and A are shared: their
 * gradients are the sums over b = 1 and b = 3.
 */
static void shared_data_get_the_sum(void)
{
    static const double dx[4] = {1, 0, 1, 0};
    static const double dP[4] = {-1, 0, 0, 1}, dc[2] = {-1, 1}, dA[2] = {0, -2}, db[2] = {0.5, 0.5};
    write_equality("equality.npz");
    write_cotangent("cotangent.npz", dx, 2);
    CONELET(&run, "solve", "equality.npz", "--vjp", "cotangent.npz", "-o", "answer.npz", "--eps", "1e-11");
    check_run(&run, 0, NULL);
    CHECK_CONTAINS(run.output, "2 exact");
    CHECK_ANSWER("answer.npz", "dP", dP, CLOSE, 2, 2);
    CHECK_ANSWER("answer.npz", "dc", dc, CLOSE, 2);
    CHECK_ANSWER("answer.npz", "dA", dA, CLOSE, 1, 2);
    CHECK_ANSWER("answer.npz", "db", db, CLOSE, 2, 1);
    CHECK(!read_answer("answer.npz", "dx").is_there);
}

/* At x = (1, 0), y = 0 with r = dc = (-1/2, 1/2): dP = (r x' + x r')/2, whose off-diagonal 1/4 stands for two places of
   the stored upper triangle; dA = y r' - db x'. A had a batch axis of one and keeps it. */
static void sparse_data_get_their_own_shape(void)
{
    static const double dx[2] = {1, 0}, dP[3] = {-0.5, 0.5, 0}, dA[2] = {-0.5, 0}, dc[2] = {-0.5, 0.5}, db[1] = {0.5};
    write_equality_sparse("sparse.npz");
    write_cotangent("cotangent.npz", dx, 1);
    CONELET(&run, "solve", "sparse.npz", "--vjp", "cotangent.npz", "-o", "answer.npz", "--eps", "1e-11");
    check_run(&run, 0, NULL);
    CHECK_ANSWER("answer.npz", "dP_data", dP, CLOSE, 3);
    CHECK_ANSWER("answer.npz", "dA_data", dA, CLOSE, 1, 2);
    CHECK_ANSWER("answer.npz", "dc", dc, CLOSE, 2);
    CHECK_ANSWER("answer.npz", "db", db, CLOSE, 1);
    CHECK(!read_answer("answer.npz", "dP").is_there && !read_answer("answer.npz", "dA").is_there);
}

/* The projection onto a box moves with the point inside (dx2 = -dc2) and stands still where a bound holds it. */
static void a_change_moves_the_solution(void)
{
    static const double dc[3] = {0.3, 0.2, 0.1}, db[6] = {0.01, 0, 0, 0, 0.02, 0};
    static const double dx[3] = {0.01, -0.02, -0.1}, dy[6] = {-0.31, 0, 0, 0, 0.18, 0};
    static const double ds[6] = {0, 0.02, 0.1, 0.01, 0, -0.1};
    write_box("box.npz");
    npz_writer *writer = npz_writer_open("change.npz");
    PUT(writer, "dc", dc, 1, 3);
    PUT(writer, "db", db, 6);
    finish_file(writer);
    CONELET(&run, "solve", "box.npz", "--jvp", "change.npz", "-o", "answer.npz", "--eps", "1e-11");
    check_run(&run, 0, NULL);
    CHECK_ANSWER("answer.npz", "dx", dx, CLOSE, 1, 3);
    CHECK_ANSWER("answer.npz", "dy", dy, CLOSE, 1, 6);
    CHECK_ANSWER("answer.npz", "ds", ds, CLOSE, 1, 6);
}

static double inner(const double *a, const double *b, int64_t count)
{
    double sum = 0;
    for (int64_t i = 0; i < count; i++) sum += a[i] * b[i];
    return sum;
}

/* <vjp(v), d> = <v, jvp(d)> for changes of all data at once, through the files: one of each for a batch of two. */
static void the_two_are_adjoint(void)
{
    static const double dP[4] = {0.3, -0.7, -0.7, 0.4}, dc[2] = {0.9, -0.2}, dA[2] = {-0.6, 0.8}, db[2] = {0.5, -1.1};
    static const double dx[4] = {1.3, -0.4, 0.2, 0.7}, dy[2] = {0.6, -0.9}, ds[2] = {0.1, 0.2};
    write_equality("equality.npz");
    npz_writer *writer = npz_writer_open("cotangent.npz");
    PUT(writer, "dx", dx, 2, 2);
    PUT(writer, "dy", dy, 2, 1);
    PUT(writer, "ds", ds, 2, 1);
    finish_file(writer);
    writer = npz_writer_open("change.npz");
    PUT(writer, "dP", dP, 2, 2);
    PUT(writer, "dc", dc, 2);
    PUT(writer, "dA", dA, 1, 2);
    PUT(writer, "db", db, 2, 1);
    finish_file(writer);
    CONELET(&run, "solve", "equality.npz", "--vjp", "cotangent.npz", "--jvp", "change.npz", "-o", "answer.npz",
            "--json");
    check_run(&run, 0, NULL);
    CHECK(json_is_valid(run.output) && json_number(run.output, "vjp_s") > 0 && json_number(run.output, "jvp_s") > 0);

    double backward =
        inner(read_answer("answer.npz", "dP").numbers, dP, 4) + inner(read_answer("answer.npz", "dc").numbers, dc, 2) +
        inner(read_answer("answer.npz", "dA").numbers, dA, 2) + inner(read_answer("answer.npz", "db").numbers, db, 2);
    double forward = inner(read_answer("answer.npz", "dx").numbers, dx, 4) +
                     inner(read_answer("answer.npz", "dy").numbers, dy, 2) +
                     inner(read_answer("answer.npz", "ds").numbers, ds, 2);
    CHECK(backward != 0);
    CHECK_NEAR(backward, forward, 1e-10);
}

/* A problem without a solution has no derivative: zeros, and it says so. */
static void no_solution_no_derivative(void)
{
    static const double dx[3] = {1, 1, 1};
    write_hopeless("hopeless.npz");
    npz_writer *writer = npz_writer_open("cotangent.npz");
    PUT(writer, "dx", dx, 3, 1);
    finish_file(writer);
    CONELET(&run, "solve", "hopeless.npz", "--vjp", "cotangent.npz", "-o", "answer.npz");
    check_run(&run, 1, NULL);
    CHECK_CONTAINS(run.output, "2 none");
    answer_array dc = read_answer("answer.npz", "dc");
    CHECK(dc.numbers[0] == 0 && dc.numbers[1] == 0);
}

int main(int argc, char **argv)
{
    check_arguments(argc, argv);
    command_enter();
    RUN(shared_data_get_the_sum);
    RUN(sparse_data_get_their_own_shape);
    RUN(a_change_moves_the_solution);
    RUN(the_two_are_adjoint);
    RUN(no_solution_no_derivative);
    command_leave();
    return check_report();
}
