// Which part of an algorithm a step belongs to, and the cut of a trace into its turns.
#include "support.h"

#include "cycle_model.h"

static const int turns = 3;
static const uint32_t threads = 64;

static const std::vector<ptx::Phase> parts = {
    {"first", {"first_part"}}, {"second", {"second_part"}}, {"square", {"square"}}};

static ptx::Trace marked_trace(void)
{
    std::vector<double> out(threads, 0.5);
    ptx::Device device;
    device.add("out", out);
    ptx::Launch launch = launch_in({90, 0, false}, 1, threads);
    launch.trace = true;
    ptx::Trace trace = device.run(module_of("phases", 90), "phases", launch, turns, out.data()).trace;
    ptx::mark_phases(trace, parts);
    return trace;
}

// FP64 instructions of a warp in a phase.
static int fp64_in(const ptx::Trace &trace, uint8_t phase)
{
    int count = 0;
    for (const ptx::TraceEntry &entry : trace.warps[0]) {
        const ptx::Pipe pipe = trace.module->descriptions[static_cast<size_t>(entry.pc)].pipe;
        count += entry.phase == phase && pipe == ptx::Pipe::fp64 ? 1 : 0;
    }
    return count;
}

// a a + 2 is one multiply-add; a a + 1, in a function of its own, and + 3 are two; nothing is left for the others.
static void steps_belong_to_their_callers(void)
{
    const ptx::Trace trace = marked_trace();
    CHECK_INT(fp64_in(trace, 0), turns);
    CHECK_INT(fp64_in(trace, 1), 2 * turns);
    CHECK_INT(fp64_in(trace, 2), 0);
    CHECK_INT(fp64_in(trace, 3), 0);
}

static void turns_are_cut_apart(void)
{
    const ptx::Trace trace = marked_trace();
    CHECK(ptx::can_split_at(trace, 0, turns));
    CHECK(!ptx::can_split_at(trace, 0, turns + 1)); // nothing is passed so often
    CHECK(!ptx::can_split_at(trace, 2, turns));     // nothing there at all
    const std::vector<ptx::Trace> cut = ptx::split_at(trace, 0, turns);
    CHECK_INT(cut.size(), turns);
    for (const ptx::Trace &turn : cut) {
        CHECK_INT(turn.warps.size(), threads / 32);
        CHECK_INT(fp64_in(turn, 0), 1);
        CHECK_INT(fp64_in(turn, 1), 2);
    }
    CHECK_INT(ptx::split_warps(trace).size(), threads / 32);
}

// The parts of a warp's time are all of it; turns that are alike cost what one of them does.
static void time_is_shared_out(void)
{
    const std::vector<ptx::Trace> cut = ptx::split_at(marked_trace(), 0, turns);
    const ptx::Throughput result = ptx::throughput_of(cut, 2);
    double sum = 0;
    for (double share : result.share) {
        sum += share;
    }
    CHECK_NEAR(sum, 1, 1e-9);
    CHECK(result.share[1] > 0 && result.share[3] > 0); // the first phase begins with its only instruction, at once
    CHECK(result.share[2] == 0);
    const double one = ptx::throughput_of({cut[1]}, 2).cycles_per_block;
    CHECK_NEAR(result.cycles_per_block, one, 0.1 * one);
}

// More blocks than places take longer, and no less than the steady rate says.
static void a_batch_fills_and_drains(void)
{
    const std::vector<ptx::Trace> cut = ptx::split_at(marked_trace(), 0, turns);
    const int resident = 2;
    const double few = ptx::cycles_of(cut, resident, 2);
    const double many = ptx::cycles_of(cut, resident, 20);
    const double steady = ptx::throughput_of(cut, resident).cycles_per_block;
    CHECK(many > few);
    CHECK_NEAR((many - few) / 18, steady, 0.2 * steady);
}

int main(int argc, char **argv)
{
    check_arguments(argc, argv);
    RUN(steps_belong_to_their_callers);
    RUN(turns_are_cut_apart);
    RUN(time_is_shared_out);
    RUN(a_batch_fills_and_drains);
    return check_report();
}
