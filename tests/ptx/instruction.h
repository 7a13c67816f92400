// An instruction as it is executed: decoded once, so that running it compares no strings.
#ifndef CONELET_TESTS_PTX_INSTRUCTION_H
#define CONELET_TESTS_PTX_INSTRUCTION_H

#include "scalar.h"

#include <string>
#include <vector>

namespace ptx
{

class Warp;
struct Instruction;
struct Function;
struct Variable;

constexpr int warp_lanes = 32;
constexpr uint32_t all_lanes = 0xffffffffu;

// What the lanes of a mask do. They have computed the guard already.
using Action = void (*)(Warp &, const Instruction &, uint32_t lanes);

enum class Space : uint8_t { generic, global, constant, shared, local, parameter, kernel_parameter };

// How the lanes go on.
enum class Flow : uint8_t { next, branch, branch_table, call, back, exit, barrier, collective, pause };

// The unit that executes it; the cycle model and the counters go by these.
enum class Pipe : uint8_t {
    none, // moves, conversions between integers, parameters: no instruction of the machine, or a free one
    integer,
    fp64,
    fp32,
    special,      // reciprocals, roots, conversions
    special_fp64, // those of full f64 precision: a seed and a few FP64 operations
    division_fp64,
    matrix8,    // mma.m8n8k4.f64
    matrix16k4, // mma.m16n8k4.f64, and so on
    matrix16k8,
    matrix16k16,
    matrix_tf32, // mma.m16n8k8.tf32
    shuffle,
    shared_load,
    shared_store,
    global_load,
    global_store,
    barrier,
    warp_barrier,
    branch,
    marker, // nanosleep of a constant: marks a place in a trace
    count
};

constexpr int no_row = -1;

// A row is 32 values of 64 bits, one for each lane. Registers, constants and special registers are all rows, so that an
// operand needs no case distinction.
struct Instruction {
    Action action = nullptr;
    Flow flow = Flow::next;
    Space space = Space::generic;
    Scalar type = Scalar::none;
    bool guard_negated = false;
    bool negated = false;          // the predicate among the sources counts as its complement
    bool lanes_may_differ = false; // a collective that lanes may meet at different places: bar.warp.sync
    uint8_t detail = 0;            // meaning by opcode: comparison, mode, rounding, barrier kind
    uint8_t bytes = 0;             // of one element in memory
    uint8_t elements = 1;          // in memory: 1, 2, 4
    int guard = no_row;
    int destination = no_row;
    int second_destination = no_row; // the predicate of shfl, the complement of setp
    int source[4] = {no_row, no_row, no_row, no_row};
    int64_t offset = 0;       // added to an address
    int target = -1;          // of a branch
    std::vector<int> parts;   // registers of vectors: loaded, stored, or the operands of mma in order
    std::vector<int> targets; // of brx.idx
    const Function *callee = nullptr;
    std::vector<const Variable *> arguments; // of a call
    std::vector<const Variable *> results;
};

// What is known of an instruction beside its execution.
struct Description {
    std::string text;    // "add.s64"
    int line = 0;        // of the PTX
    int source_file = 0; // of the .loc before it; 0 if none
    int source_line = 0;
    int caller_file = 0; // where that source was inlined; 0 if it was not
    int caller_line = 0;
    int location = -1; // in Module::locations
    Pipe pipe = Pipe::integer;
    uint8_t issue_slots = 1;
    bool copies = false; // to shared memory, until an instruction that awaits it
    bool awaits_copies = false;
    uint16_t flops_per_lane = 0;
    uint32_t flops_per_warp = 0;
    std::vector<int> reads; // rows, for the cycle model
    std::vector<int> writes;
};

} // namespace ptx

#endif
