// What the assembler made of a PTX file, and how the cycle model uses it.
#include "support.h"

#include "cycle_model.h"
#include "machine.h"

#include <algorithm>

static std::string cubin_of(const char *name) { return std::string(PTX_FOLDER "/") + name + ".sm_90.cubin"; }

static int count_of(const ptx::MachineCode &code, ptx::MachineOperation operation)
{
    return static_cast<int>(std::count_if(code.instructions.begin(), code.instructions.end(),
                                          [=](const auto &each) { return each.operation == operation; }));
}

// Two square()s and two additions become multiply-adds and one addition; the inner function returns, the kernel exits.
static void operations_are_recognised(void)
{
    const ptx::MachineCode code = ptx::machine_code_of(cubin_of("phases"), "phases");
    CHECK_INT(code.bytes, code.instructions.size() * ptx::machine_instruction_bytes);
    CHECK_INT(count_of(code, ptx::MachineOperation::dfma) % 2, 0);
    CHECK(count_of(code, ptx::MachineOperation::dfma) >= 2);
    CHECK(count_of(code, ptx::MachineOperation::load_global) >= 2);
    CHECK(count_of(code, ptx::MachineOperation::store_global) >= 2);
    CHECK(count_of(code, ptx::MachineOperation::exit) >= 1);
    CHECK_INT(count_of(code, ptx::MachineOperation::back), 1);
    CHECK_INT(count_of(code, ptx::MachineOperation::load_local), 0);
}

// Every product of matrices in the PTX has its instruction on its own line.
static void lines_are_those_of_the_ptx(void)
{
    const ptx::Module &module = module_of("tiles", 90);
    for (const ptx::Function &function : module.functions) {
        if (!function.is_entry) continue;
        const ptx::MachineCode code = ptx::machine_code_of(cubin_of("tiles"), function.name);
        for (int pc = function.first; pc < function.past; pc++) {
            const ptx::Description &d = module.descriptions[static_cast<size_t>(pc)];
            if (d.pipe < ptx::Pipe::matrix8 || d.pipe > ptx::Pipe::matrix16k16) continue;
            const auto is_it = [&](const ptx::MachineInstruction &each) {
                return each.line == d.line && each.operation == ptx::MachineOperation::dmma;
            };
            CHECK_THAT(std::any_of(code.instructions.begin(), code.instructions.end(), is_it), "PTX line %d", d.line);
        }
    }
}

static void what_is_not_there_is_said(void)
{
    bool refused = false;
    try {
        ptx::machine_code_of(cubin_of("phases"), "no such kernel");
    } catch (const ptx::Unsupported &) {
        refused = true;
    }
    CHECK(refused);
}

static void code_of_another_module_is_refused(void)
{
    bool refused = false;
    try {
        ptx::machine_costs(module_of("phases", 90), ptx::machine_code_of(cubin_of("tiles"), "tile_16_8_4"));
    } catch (const ptx::Unsupported &) {
        refused = true;
    }
    CHECK(refused);
}

static ptx::Trace trace_of_phases(void)
{
    std::vector<double> out(64, 0.5);
    ptx::Device device;
    device.add("out", out);
    ptx::Launch launch = launch_in({90, 0, false}, 1, 64);
    launch.trace = true;
    return device.run(module_of("phases", 90), "phases", launch, 20, out.data()).trace;
}

static ptx::Trace with_costs(ptx::Trace trace, ptx::MachineCost cost)
{
    trace.machine = std::make_shared<const std::vector<ptx::MachineCost>>(trace.module->code.size(), cost);
    return trace;
}

// The code of a loop stands there once: its share of the instructions is what its lines say.
static void costs_follow_the_code(void)
{
    const ptx::Module &module = module_of("phases", 90);
    const auto costs = ptx::machine_costs(module, ptx::machine_code_of(cubin_of("phases"), "phases"));
    CHECK_INT(costs->size(), module.code.size());
    float fma = 0;
    for (size_t pc = 0; pc < module.code.size(); pc++) {
        if (module.descriptions[pc].text != "fma.rn.f64") continue;
        CHECK((*costs)[pc].slots >= 1 && (*costs)[pc].place > 0);
        fma += (*costs)[pc].slots;
    }
    CHECK(fma >= 2);
}

static void more_instructions_take_more_issue_slots(void)
{
    const ptx::Trace trace = trace_of_phases();
    ptx::MachineCost one;
    one.slots = 1;
    ptx::MachineCost half = one;
    half.slots = 1.5;
    const double with_one = ptx::unit_bounds_of({with_costs(trace, one)}).issue;
    CHECK_NEAR(with_one, trace.warps[0].size() * 2 / 4.0, 1e-6 * with_one);
    CHECK_NEAR(ptx::unit_bounds_of({with_costs(trace, half)}).issue, 1.5 * with_one, 1e-6 * with_one);
}

// In whatever order the code stands, operands come first: backwards is as good as any.
static void no_order_breaks_a_dependency(void)
{
    const ptx::Trace trace = trace_of_phases();
    ptx::Latencies in_order;
    in_order.window = 1;
    auto costs = std::make_shared<std::vector<ptx::MachineCost>>(trace.module->code.size());
    for (size_t pc = 0; pc < costs->size(); pc++) {
        (*costs)[pc].slots = 1;
        (*costs)[pc].place = static_cast<int>(costs->size() - pc);
    }
    ptx::Trace backwards = trace;
    backwards.machine = costs;
    const double cycles = ptx::cycles_alone(backwards, in_order);
    CHECK(cycles > 0.5 * ptx::cycles_alone(trace, in_order));
    CHECK(cycles < 2 * ptx::cycles_alone(trace, in_order));
}

static void spills_cost_time(void)
{
    const ptx::Trace trace = trace_of_phases();
    ptx::MachineCost plain;
    plain.slots = 1;
    ptx::MachineCost spilled = plain;
    spilled.local_loads = 1;
    ptx::Latencies fits;
    const double cycles = ptx::cycles_alone(with_costs(trace, plain), fits);
    CHECK(ptx::cycles_alone(with_costs(trace, spilled), fits) > cycles);
    ptx::Latencies lost = fits;
    lost.local_misses = 1;
    CHECK(ptx::cycles_alone(with_costs(trace, spilled), lost) > ptx::cycles_alone(with_costs(trace, spilled), fits));
}

// A loop is fetched once; code that is longer than what is kept, each time.
static void long_code_is_fetched(void)
{
    const ptx::Trace trace = trace_of_phases();
    ptx::Latencies fetched;
    fetched.fetch = 50;
    const auto cycles_where_lines_are = [&](int apart) {
        auto costs = std::make_shared<std::vector<ptx::MachineCost>>(trace.module->code.size());
        for (size_t pc = 0; pc < costs->size(); pc++) {
            (*costs)[pc].slots = 1;
            (*costs)[pc].place = static_cast<int>(pc) * apart;
        }
        ptx::Trace placed = trace;
        placed.machine = costs;
        return ptx::cycles_alone(placed, fetched) - ptx::cycles_alone(placed);
    };
    const double lines = static_cast<double>(trace.module->code.size()) / ptx::Latencies::instructions_fetched;
    CHECK_AT_MOST(cycles_where_lines_are(1), 2 * 50 * lines);
    const int all_in_one_place = ptx::Latencies::instructions_fetched * ptx::Latencies::lines_kept;
    CHECK(cycles_where_lines_are(all_in_one_place) > 0.3 * 50 * static_cast<double>(trace.warps[0].size()));
}

int main(int argc, char **argv)
{
    check_arguments(argc, argv);
    RUN(operations_are_recognised);
    RUN(lines_are_those_of_the_ptx);
    RUN(what_is_not_there_is_said);
    RUN(code_of_another_module_is_refused);
    RUN(costs_follow_the_code);
    RUN(more_instructions_take_more_issue_slots);
    RUN(no_order_breaks_a_dependency);
    RUN(spills_cost_time);
    RUN(long_code_is_fetched);
    return check_report();
}
