// What an instruction of the PTX becomes on the machine: which unit takes it, and how many issue slots. ptxas decides
// the rest, so this is an estimate: SASS was found to have about 1.2 times the instructions.
#include "decoder.h"

#include <set>

namespace ptx
{

static bool is_one_of(const std::string &word, std::initializer_list<const char *> words)
{
    for (const char *w : words) {
        if (word == w) return true;
    }
    return false;
}

static void set(Description &description, Pipe pipe, int slots)
{
    description.pipe = pipe;
    description.issue_slots = static_cast<uint8_t>(slots);
}

// Copies are loads that have a way into shared memory before them, too; whoever waits for them does so as at a barrier
// of the warp.
static bool describe_copy(const Statement &s, Description &d)
{
    if (s.opcode != "cp") return false;
    if (s.has("wait_group") || s.has("wait_all")) {
        set(d, Pipe::warp_barrier, 1);
        d.awaits_copies = true;
    } else if (s.has("commit_group")) {
        set(d, Pipe::integer, 1);
    } else {
        set(d, Pipe::global_load, 1);
        d.copies = true;
    }
    return true;
}

static bool describe_memory(const Statement &s, const Instruction &instruction, Description &d)
{
    if (!is_one_of(s.opcode, {"ld", "ldu", "st", "atom", "red"})) return false;
    const bool is_store = s.opcode == "st" || s.opcode == "red";
    switch (instruction.space) {
    case Space::parameter:
    case Space::kernel_parameter:
        set(d, Pipe::none, 0);
        break;
    case Space::shared:
    case Space::local:
    case Space::constant:
        set(d, is_store ? Pipe::shared_store : Pipe::shared_load, 1);
        break;
    default:
        set(d, is_store ? Pipe::global_store : Pipe::global_load, 1);
        break;
    }
    return true;
}

static bool describe_flow(const Statement &s, const Instruction &instruction, Description &d)
{
    if (s.opcode == "mma" && s.has("tf32")) {
        set(d, Pipe::matrix_tf32, 1);
        return true;
    }
    if (s.opcode == "mma") {
        const Pipe pipe = s.has("m16n8k16")  ? Pipe::matrix16k16
                          : s.has("m16n8k8") ? Pipe::matrix16k8
                          : s.has("m16n8k4") ? Pipe::matrix16k4
                                             : Pipe::matrix8;
        set(d, pipe, 1);
        d.flops_per_warp = 512u << (static_cast<int>(pipe) - static_cast<int>(Pipe::matrix8));
        return true;
    }
    switch (instruction.flow) {
    case Flow::collective:
        set(d, is_one_of(s.opcode, {"bar", "barrier"}) ? Pipe::warp_barrier : Pipe::shuffle, 1);
        return true;
    case Flow::barrier:
        set(d, Pipe::barrier, 1);
        return true;
    case Flow::pause:
        set(d, Pipe::marker, 0);
        return true;
    case Flow::next:
        return false;
    default:
        set(d, Pipe::branch, 1);
        return true;
    }
}

// A seed from the special unit is one instruction; a result to the last bit takes a few FP64 instructions on top.
static void describe_special(const Statement &s, bool is_f64, Description &d)
{
    if (is_f64 && !(s.has("approx") && s.has("ftz"))) {
        set(d, s.opcode == "div" ? Pipe::division_fp64 : Pipe::special_fp64, 12);
    } else if (is_f64) {
        set(d, Pipe::special, 2);
    } else {
        set(d, Pipe::special, is_one_of(s.opcode, {"div", "sqrt"}) && !s.has("approx") ? 8 : 1);
    }
}

static void describe_float(const Statement &s, bool is_f64, Description &d)
{
    set(d, is_f64 ? Pipe::fp64 : Pipe::fp32, 1);
    if (is_one_of(s.opcode, {"fma", "mad"})) d.flops_per_lane = 2;
    if (is_one_of(s.opcode, {"add", "sub", "mul"})) d.flops_per_lane = 1;
    if (is_one_of(s.opcode, {"neg", "abs"})) set(d, Pipe::none, 0); // a modifier of whoever reads the result
    if (is_one_of(s.opcode, {"selp", "copysign"})) set(d, Pipe::integer, is_f64 ? 2 : 1);
    if (is_f64 && is_one_of(s.opcode, {"min", "max"})) set(d, Pipe::fp64, 3); // compare, then select both halves
    if (is_one_of(s.opcode, {"rcp", "rsqrt", "sqrt", "div", "ex2", "lg2", "sin", "cos", "tanh"}))
        describe_special(s, is_f64, d);
}

static bool converts_floats(const Statement &s)
{
    for (Scalar type : s.types) {
        if (is_float(type)) return true;
    }
    return false;
}

void describe_cost(const Statement &statement, const Instruction &instruction, Description &description)
{
    if (describe_copy(statement, description)) return;
    if (describe_memory(statement, instruction, description)) return;
    if (describe_flow(statement, instruction, description)) return;
    const std::string &opcode = statement.opcode;
    if (is_one_of(opcode, {"mov", "cvta"})) {
        set(description, Pipe::none, 0);
    } else if (opcode == "cvt") {
        const bool floats = converts_floats(statement);
        set(description, floats ? Pipe::special : Pipe::none, floats ? 1 : 0);
    } else if (is_float(statement.type())) {
        describe_float(statement, statement.type() == Scalar::f64, description);
    } else {
        const bool in_two_halves = bytes_of(statement.type()) == 8 && opcode != "setp";
        set(description, Pipe::integer, in_two_halves ? 2 : 1);
    }
}

} // namespace ptx
