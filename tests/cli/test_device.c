/* `--device cuda`: refused with the reason where there is no device; and with a device that pretends (tests/cuda), that
   the data go there, the answers come back, and both commands report as on the CPU. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <conelet/conelet.h>

#include "check.h"
#include "command.h"
#include "fake_plugin.h"
#include "json_text.h"
#include "npz_files.h"
#include "programs_by_hand.h"

static command_run run;

/* Libraries are looked for in the test's own folder first, which hides a driver that this machine may have. */
static void choose(const char *plugin)
{
    setenv("LD_LIBRARY_PATH", ".", 1);
    unsetenv("FAKE_CUDA_FAILS");
    unsetenv("FAKE_CUDA_LACKS");
    if (plugin != NULL)
        setenv("CONELET_CUDA_PLUGIN", plugin, 1);
    else
        unsetenv("CONELET_CUDA_PLUGIN");
}

static void check_refused(const char *part)
{
    CONELET(&run, "solve", "box.npz", "--device", "cuda");
    check_run(&run, 2, part);
    CHECK_STR(run.output, "");
    CONELET(&run, "bench", "--family", "optnet", "--n", "5", "--batch", "2", "--device", "cuda", "--json");
    check_run(&run, 2, part);
    CHECK_STR(run.output, "");
}

static void a_machine_without_a_device_says_what_is_missing(void)
{
    choose(NULL);
    command_write_text("libcuda.so.1", "no library");
    check_refused("--device cuda: no CUDA driver (");
    unlink("libcuda.so.1");
    CHECK_INT(symlink(FAKE_DRIVER, "libcuda.so.1"), 0);
    check_refused("--device cuda: no CUDA device\n");
    unlink("libcuda.so.1");
    choose("./missing.so");
    check_refused("--device cuda: the plug-in for CUDA cannot be opened: ./missing.so: ");
}

/* Whether it is there or not makes no difference to a run on the CPU. */
static void the_cpu_asks_for_nothing(void)
{
    choose("./missing.so");
    CONELET(&run, "solve", "box.npz", "--device", "cpu", "--json");
    check_run(&run, 0, NULL);
    CHECK_CONTAINS(run.output, "\"device\": \"cpu\"");
}

/* The fake's numbers of one array, [problems, length]. */
static void fake_numbers(double *numbers, int array, int64_t problems, int64_t length)
{
    for (int64_t i = 0; i < problems; i++)
        for (int64_t k = 0; k < length; k++) numbers[i * length + k] = fake_number(array, i, k);
}

static void check_fake_answer(const char *key, int array, int rank, const int64_t *shape)
{
    double expected[64];
    fake_numbers(expected, array, rank > 1 ? shape[0] : 1, rank > 1 ? shape[1] : shape[0]);
    check_answer("answer.npz", key, expected, 0, rank, shape);
}

/* The objective of the fake is the first number of c, to which the file's offset is added. */
static void a_solution_comes_back(void)
{
    static const double objective[2] = {10, 20};
    choose(FAKE_PLUGIN);
    CONELET(&run, "solve", "equality.npz", "-o", "answer.npz", "--device", "cuda", "--json");
    check_run(&run, 0, NULL);
    CHECK(json_is_valid(run.output));
    CHECK_CONTAINS(run.output, "\"device\": \"" FAKE_DEVICE_NAME "\"");
    CHECK_CONTAINS(run.output, "\"isa\": \"cuda\"");
    CHECK(json_is_null(run.output, "threads"));
    CHECK_NEAR(json_number(run.output, "iterations_max"), 7, 0);
    check_fake_answer("x", FAKE_X, 2, (int64_t[]){2, 2});
    check_fake_answer("y", FAKE_Y, 2, (int64_t[]){2, 1});
    check_fake_answer("s", FAKE_S, 2, (int64_t[]){2, 1});
    CHECK_ANSWER("answer.npz", "obj", objective, 0, 2);
    CONELET(&run, "solve", "equality.npz", "--device", "cuda");
    check_run(&run, 0, NULL);
    CHECK_CONTAINS(run.output, "method, " FAKE_DEVICE_NAME ", eps");
    CONELET(&run, "solve", "box.npz", "--device", "cuda");
    check_run(&run, 0, NULL);
    CHECK_CONTAINS(run.output, "1000001"); /* x is shown */
}

/* P, c and A are shared, b is not: each gradient has its datum's shape. */
static void derivatives_come_back(void)
{
    static const double dx[2] = {1, 0}, db[2] = {0.5, 0.5};
    npz_writer *writer = npz_writer_open("cotangent.npz");
    PUT(writer, "dx", dx, 2);
    finish_file(writer);
    writer = npz_writer_open("change.npz");
    PUT(writer, "db", db, 2, 1);
    finish_file(writer);
    choose(FAKE_PLUGIN);
    CONELET(&run, "solve", "equality.npz", "--vjp", "cotangent.npz", "--jvp", "change.npz", "-o", "answer.npz",
            "--device", "cuda", "--json");
    check_run(&run, 0, NULL);
    CHECK(json_number(run.output, "vjp_s") >= 0 && json_number(run.output, "jvp_s") >= 0);
    CHECK_CONTAINS(run.output, "\"vjp_info\": [2, 2]");
    CHECK_CONTAINS(run.output, "\"jvp_info\": [0, 0]");
    double dP[4];
    fake_numbers(dP, FAKE_DP, 1, 4);
    CHECK_ANSWER("answer.npz", "dP", dP, 0, 2, 2);
    check_fake_answer("dc", FAKE_DC, 1, (int64_t[]){2});
    check_fake_answer("dA", FAKE_DA, 2, (int64_t[]){1, 2});
    check_fake_answer("db", FAKE_DB, 2, (int64_t[]){2, 1});
    check_fake_answer("dx", FAKE_DX, 2, (int64_t[]){2, 2});
    check_fake_answer("dy", FAKE_DY, 2, (int64_t[]){2, 1});
    check_fake_answer("ds", FAKE_DS, 2, (int64_t[]){2, 1});
}

static void what_fails_there_is_told(void)
{
    choose(FAKE_PLUGIN);
    setenv("FAKE_CUDA_LACKS", "1", 1);
    CONELET(&run, "solve", "equality.npz", "--vjp", "cotangent.npz", "--device", "cuda");
    check_run(&run, 2, "equality.npz: cnl_vjp() is not there for a context on a device yet");
    CONELET(&run, "bench", "--family", "optnet", "--n", "5", "--batch", "2", "--vjp", "--device", "cuda", "--json");
    check_run(&run, 2, "optnet: cnl_vjp() is not there");
    CONELET(&run, "solve", "equality.npz", "--device", "cuda");
    check_run(&run, 0, NULL);
    choose(FAKE_PLUGIN);
    setenv("FAKE_CUDA_FAILS", "1", 1);
    CONELET(&run, "solve", "equality.npz", "--device", "cuda");
    check_run(&run, 2, "equality.npz: the data cannot be copied to the device: device error");
    CONELET(&run, "bench", "--family", "optnet", "--n", "5", "--batch", "2", "--device", "cuda");
    CHECK_INT(run.exit_code, 2);
    CHECK_CONTAINS(run.errors, "optnet: the data cannot be copied to the device");
}

static void the_bench_runs_there(void)
{
    choose(FAKE_PLUGIN);
    CONELET(&run, "bench", "--family", "optnet", "--n", "5", "--batch", "7", "--repeat", "2", "--vjp", "--device",
            "cuda", "--json");
    check_run(&run, 0, NULL);
    CHECK(json_is_valid(run.output));
    CHECK_CONTAINS(run.output, "\"device\": \"" FAKE_DEVICE_NAME "\"");
    CHECK_CONTAINS(run.output, "\"statuses\": {\"solved\": 7,");
    CHECK(json_number(run.output, "forward_us") > 0 && json_number(run.output, "backward_us") > 0);
    CHECK(json_is_null(run.output, "threads"));
    CHECK(json_is_null(run.output, "fma_peak_gflops") && json_is_null(run.output, "fma_peak_share"));
    CHECK(json_number(run.output, "worst_residual") > 1e5); /* judged by what came back */
    CONELET(&run, "bench", "box.npz", "--repeat", "1", "--device", "cuda");
    check_run(&run, 0, NULL);
    CHECK(strncmp(run.output, FAKE_DEVICE_NAME ", eps", strlen(FAKE_DEVICE_NAME) + 5) == 0);
    CONELET(&run, "bench", "box.npz", "--repeat", "1", "--device", "cuda", "--csv");
    check_run(&run, 0, NULL);
    CHECK_CONTAINS(run.output, "box.npz,3,6,1,,0,");
    CHECK_CONTAINS(run.output, "," FAKE_DEVICE_NAME ",f64\n");
}

int main(int argc, char **argv)
{
    check_arguments(argc, argv);
    command_enter();
    write_box("box.npz");
    write_equality("equality.npz");
    RUN(a_machine_without_a_device_says_what_is_missing);
    RUN(the_cpu_asks_for_nothing);
    RUN(a_solution_comes_back);
    RUN(derivatives_come_back);
    RUN(what_fails_there_is_told);
    RUN(the_bench_runs_there);
    command_leave();
    return check_report();
}
