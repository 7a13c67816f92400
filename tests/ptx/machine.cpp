#include "machine.h"

#include "fault.h"

#include <algorithm>
#include <set>

namespace ptx
{
namespace
{

// The instruction that an operation of the PTX becomes, one for one unless the assembler has copied a piece of code (or
// made one access of two).
bool is_counterpart(Pipe pipe, MachineOperation operation)
{
    switch (pipe) {
    case Pipe::fp64:
        return operation == MachineOperation::dfma || operation == MachineOperation::dadd ||
               operation == MachineOperation::dmul;
    case Pipe::matrix8:
    case Pipe::matrix16k4:
    case Pipe::matrix16k8:
    case Pipe::matrix16k16:
        return operation == MachineOperation::dmma;
    case Pipe::matrix_tf32:
        return operation == MachineOperation::hmma;
    case Pipe::shared_load:
        return operation == MachineOperation::load_shared;
    case Pipe::shared_store:
        return operation == MachineOperation::store_shared;
    case Pipe::global_load:
        return operation == MachineOperation::load_global || operation == MachineOperation::load_to_shared;
    case Pipe::global_store:
        return operation == MachineOperation::store_global;
    case Pipe::shuffle:
        return operation == MachineOperation::shuffle;
    default:
        return false;
    }
}

struct Line {
    MachineCost cost;
    std::map<MachineOperation, int> operations;
    std::map<MachineOperation, int> first_place;
    int last_place = 0;

    // Where the instruction itself stands, among those that serve it.
    int place(Pipe pipe) const
    {
        for (const auto &[operation, first] : first_place) {
            if (is_counterpart(pipe, operation)) return first;
        }
        return last_place;
    }
};

bool ends_block(const Instruction &instruction)
{
    return instruction.flow != Flow::next && instruction.flow != Flow::collective;
}

// Of each basic block: how often it stands in the code of the machine.
class Copies
{
  public:
    Copies(const Module &module_of_lines, std::map<int, Line> &known) : module(module_of_lines), lines(known)
    {
        std::vector<bool> begins(module.code.size() + 1, false);
        for (size_t pc = 0; pc < module.code.size(); pc++) {
            const Instruction &instruction = module.code[pc];
            if (instruction.flow == Flow::branch) begins[static_cast<size_t>(instruction.target)] = true;
            for (int target : instruction.targets) {
                begins[static_cast<size_t>(target)] = true;
            }
            if (ends_block(instruction)) begins[pc + 1] = true;
        }
        of.resize(module.code.size());
        size_t start = 0;
        for (size_t pc = 1; pc <= module.code.size(); pc++) {
            if (!begins[pc] && pc < module.code.size()) continue;
            std::fill(of.begin() + static_cast<long>(start), of.begin() + static_cast<long>(pc), count(start, pc));
            start = pc;
        }
    }

    std::vector<float> of; // by instruction

  private:
    float count(size_t start, size_t past)
    {
        int expected = 0;
        int found = 0;
        for (size_t pc = start; pc < past; pc++) {
            const Pipe pipe = module.descriptions[pc].pipe;
            int counterparts = 0;
            for (const auto &[operation, count] : lines[module.descriptions[pc].line].operations) {
                if (is_counterpart(pipe, operation)) counterparts += count;
            }
            if (counterparts == 0) continue;
            expected++;
            found += counterparts;
        }
        return expected == 0 ? 1 : std::max(1.0f, static_cast<float>(found) / static_cast<float>(expected));
    }

    const Module &module;
    std::map<int, Line> &lines;
};

// Code names lines of the PTX that it was made of. A few name none of its instructions; in another PTX many do.
void check_lines(const Module &module, const std::map<int, Line> &lines)
{
    std::set<int> known;
    for (const Description &description : module.descriptions) {
        known.insert(description.line);
    }
    size_t strange = 0;
    for (const auto &[line, its] : lines) {
        strange += known.count(line) == 0 ? 1 : 0;
    }
    if (strange > 1 + lines.size() / 100) throw Unsupported("machine code that was made of another PTX: make it anew");
}

} // namespace

std::shared_ptr<const std::vector<MachineCost>> machine_costs(const Module &module, const MachineCode &code)
{
    std::map<int, Line> lines;
    int place = 0;
    for (const MachineInstruction &instruction : code.instructions) {
        Line &line = lines[instruction.line];
        line.last_place = ++place;
        line.first_place.emplace(instruction.operation, place);
        line.cost.slots += 1;
        line.operations[instruction.operation]++;
        if (instruction.operation == MachineOperation::load_local) line.cost.local_loads += instruction.words;
        if (instruction.operation == MachineOperation::store_local) line.cost.local_stores += instruction.words;
    }
    check_lines(module, lines);
    const Copies copies(module, lines);
    auto costs = std::make_shared<std::vector<MachineCost>>(module.code.size());
    for (size_t pc = 0; pc < module.code.size(); pc++) {
        MachineCost &cost = (*costs)[pc];
        const Line &line = lines[module.descriptions[pc].line];
        cost = line.cost;
        cost.place = line.place(module.descriptions[pc].pipe);
        for (float *each : {&cost.slots, &cost.local_loads, &cost.local_stores}) {
            *each /= copies.of[pc];
        }
    }
    return costs;
}

} // namespace ptx
