/* What the command says about itself, and what it refuses before it does any work. */

#include <string.h>

#include <conelet/conelet.h>

#include "check.h"
#include "command.h"
#include "programs_by_hand.h"

static command_run run;

static void it_tells_its_version(void)
{
    CONELET(&run, "--version");
    check_run(&run, 0, NULL);
    CHECK_CONTAINS(run.output, cnl_version());
}

static void it_explains_itself(void)
{
    CONELET(&run, "help");
    check_run(&run, 0, NULL);
    CHECK_CONTAINS(run.output, "conelet solve FILE");
    CONELET(&run, "--help");
    check_run(&run, 0, NULL);
    CONELET(&run, "help", "solve");
    check_run(&run, 0, NULL);
    static const char *const solve_flags[] = {"-o",        "--vjp",    "--jvp",    "--eps", "--max-iter",
                                              "--threads", "--method", "--device", "--json"};
    for (size_t i = 0; i < sizeof(solve_flags) / sizeof(solve_flags[0]); i++) {
        CHECK_CONTAINS(run.output, solve_flags[i]);
    }
    CONELET(&run, "bench", "--help");
    check_run(&run, 0, NULL);
    static const char *const bench_words[] = {"--family", "--repeat", "--csv",    "--plot",
                                              "optnet",   "soc-risk", "setup_us", "fma_peak_share"};
    for (size_t i = 0; i < sizeof(bench_words) / sizeof(bench_words[0]); i++) {
        CHECK_CONTAINS(run.output, bench_words[i]);
    }
}

typedef struct refusal {
    const char *arguments[10];
    const char *part; /* of the sentence on stderr */
} refusal;

static const refusal REFUSALS[] = {
    {{NULL}, "a command is expected"},
    {{"slove", "box.npz"}, "no command \"slove\""},
    {{"help", "nonsense"}, "no help on \"nonsense\""},
    {{"solve"}, "expects the name of a problem file"},
    {{"solve", "missing.npz"}, "missing.npz: "},
    {{"solve", "text.npz"}, "text.npz: "},
    {{"solve", "."}, ".: "},
    {{"solve", "box.npz", "other.npz"}, "\"other.npz\" follows \"box.npz\""},
    {{"solve", "box.npz", "--frobnicate"}, "no flag --frobnicate"},
    {{"solve", "box.npz", "--family", "optnet"}, "no flag --family"},
    {{"solve", "box.npz", "--eps"}, "--eps expects a number above 0 and below 1, and nothing follows it"},
    {{"solve", "box.npz", "--eps", "0"}, "--eps expects"},
    {{"solve", "box.npz", "--eps", "-1e-6"}, "--eps expects"},
    {{"solve", "box.npz", "--eps", "1"}, "--eps expects"},
    {{"solve", "box.npz", "--eps", "nan"}, "--eps expects"},
    {{"solve", "box.npz", "--eps", "1e-6x"}, "not \"1e-6x\""},
    {{"solve", "box.npz", "--eps", ""}, "--eps expects"},
    {{"solve", "box.npz", "--max-iter", "0"}, "--max-iter expects a whole number from 1"},
    {{"solve", "box.npz", "--max-iter", "2.5"}, "--max-iter expects"},
    {{"solve", "box.npz", "--max-iter", "99999999999999999999"}, "--max-iter expects"},
    {{"solve", "box.npz", "--threads", "0"}, "--threads expects"},
    {{"solve", "box.npz", "--threads", "1025"}, "--threads expects"},
    {{"solve", "box.npz", "--method", "magic"}, "auto, primal, dual or sparse, not \"magic\""},
    {{"solve", "box.npz", "--device", "tpu"}, "cpu or cuda, not \"tpu\""},
    {{"solve", "box.npz", "--isa", "sse"}, "--isa expects"},
    {{"solve", "box.npz", "--json=yes"}, "--json takes no value"},
    {{"solve", "box.npz", "-o"}, "-o expects a file name"},
    {{"solve", "box.npz", "-o", "nowhere/answer.npz"}, "nowhere/answer.npz: cannot be written"},
    {{"solve", "box.npz", "-o", "."}, ".: is a directory"},
    {{"solve", "box.npz", "--vjp", "missing.npz"}, "missing.npz: "},
    {{"solve", "box.npz", "--jvp", "missing.npz"}, "missing.npz: "},
    {{"solve", "box.npz", "--vjp", "box.npz"}, "box.npz: "},
    {{"solve", "ball.npz", "--method", "dual"}, "ball.npz: "},
    {{"bench", "missing.npz"}, "missing.npz: "},
    {{"bench", "box.npz", "--n", "10"}, "either a file or a family"},
    {{"bench", "box.npz", "--family", "optnet"}, "either a file or a family"},
    {{"bench", "--family", "nonsense"}, "--family expects one of optnet"},
    {{"bench", "--family", "mpc", "--n", "5"}, "n from 6"},
    {{"bench", "--family", "box", "--m", "5"}, "m cannot be chosen"},
    {{"bench", "--family", "optnet", "--batch", "0"}, "--batch expects"},
    {{"bench", "--family", "optnet", "--repeat", "0"}, "--repeat expects"},
    {{"bench", "--json", "--csv"}, "not both"},
    {{"bench", "--plot", "nowhere/plot.svg"}, "nowhere/plot.svg: cannot be written"},
};

static void bad_input_is_refused(const refusal *bad)
{
    command_start(&run, bad->arguments);
    check_run(&run, 2, bad->part);
    CHECK_STR(run.output, "");
}

/* Flags stand anywhere, with a space or "=", and "--" ends them: a file may be called "--json". */
static void flags_are_read_as_usual(void)
{
    CONELET(&run, "solve", "--max-iter=50", "--eps", "1e-6", "box.npz", "--threads", "1");
    check_run(&run, 0, NULL);
    write_box("--json");
    CONELET(&run, "solve", "--", "--json");
    check_run(&run, 0, NULL);
    CHECK_CONTAINS(run.output, "--json: 1 problem");
}

int main(int argc, char **argv)
{
    check_arguments(argc, argv);
    command_enter();
    write_box("box.npz");
    write_ball("ball.npz");
    command_write_text("text.npz", "this is neither a problem nor an archive\n");
    RUN(it_tells_its_version);
    RUN(it_explains_itself);
    RUN_CASES(bad_input_is_refused, REFUSALS);
    RUN(flags_are_read_as_usual);
    command_leave();
    return check_report();
}
