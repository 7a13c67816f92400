// bra, call, ret, exit, trap, bar, barrier, nanosleep.
#include "block.h"
#include "decoder.h"

namespace ptx
{
namespace
{

void decode_branch(Decoder &d) { d.instruction.flow = Flow::branch; }

void decode_branch_by_table(Decoder &d)
{
    d.instruction.flow = Flow::branch_table;
    d.set_sources(0, 1);
}

void add_variables(Decoder &d, const Operand &list, std::vector<const Variable *> &variables)
{
    for (const Operand &part : list.parts) {
        const Variable *variable = d.names.variable(part.text);
        if (variable == nullptr) d.fail("an argument that is not a .param");
        variables.push_back(variable);
    }
}

// call [(result),] function [, (arguments)];
void decode_call(Decoder &d)
{
    d.instruction.flow = Flow::call;
    bool named = false;
    for (size_t k = 0; k < d.operands(); k++) {
        const Operand &operand = d.operand(k);
        if (operand.kind == Operand::list) {
            add_variables(d, operand, named ? d.instruction.arguments : d.instruction.results);
        } else if (!named) {
            d.instruction.callee = d.names.called(operand.text);
            named = true;
        }
    }
    if (d.instruction.callee == nullptr) d.fail("a call through a pointer");
}

void decode_return(Decoder &d) { d.instruction.flow = Flow::back; }

void decode_exit(Decoder &d) { d.instruction.flow = Flow::exit; }

void trap(Warp &warp, const Instruction &, uint32_t lanes)
{
    warp.fail(FaultKind::trap, first_of(lanes), "the kernel stopped itself");
}

void decode_trap(Decoder &d) { d.set_action(trap); }

void meet_only(Warp &, const Instruction &, uint32_t) {}

BarrierKind kind_of(const Decoder &d)
{
    if (d.has("arrive")) return BarrierKind::arrive;
    if (!d.has("red")) return BarrierKind::sync;
    return d.has("popc") ? BarrierKind::count : d.has("or") ? BarrierKind::any : BarrierKind::all;
}

// bar.sync a [, b];  bar.arrive a, b;  bar.red.op result, a [, b], predicate;
void decode_barrier(Decoder &d)
{
    if (d.has("warp")) {
        d.instruction.flow = Flow::collective;
        d.instruction.lanes_may_differ = true;
        d.instruction.source[3] = d.row_of(d.operand(0));
        d.set_action(meet_only);
        return;
    }
    if (d.has("cluster")) d.fail("clusters are not known");
    const BarrierKind kind = kind_of(d);
    const bool reduces = kind >= BarrierKind::count;
    const bool aligned = d.statement.opcode == "bar" || d.has("aligned");
    d.instruction.flow = Flow::barrier;
    d.instruction.detail = static_cast<uint8_t>(static_cast<uint8_t>(kind) | (aligned ? barrier_is_aligned : 0));
    const size_t first = reduces ? 1 : 0;
    const size_t past = d.operands() - (reduces ? 1 : 0);
    if (reduces) {
        d.set_destination(0);
        d.instruction.source[2] = d.row_of(d.operand(past));
        d.instruction.negated = d.operand(past).negated;
    }
    d.instruction.source[0] = d.row_of(d.operand(first));
    if (past > first + 1) d.instruction.source[1] = d.row_of(d.operand(first + 1));
}

// Others get their turn; a constant time also marks a place in a trace.
void decode_sleep(Decoder &d)
{
    d.instruction.flow = Flow::pause;
    const Operand &time = d.operand(0);
    d.instruction.offset = time.kind == Operand::value ? static_cast<int64_t>(time.bits) : -1;
}

} // namespace

void add_flow(DecodeTable &table)
{
    table["bra"] = decode_branch;
    table["brx"] = decode_branch_by_table;
    table["call"] = decode_call;
    table["ret"] = decode_return;
    table["exit"] = decode_exit;
    table["trap"] = decode_trap;
    table["bar"] = decode_barrier;
    table["barrier"] = decode_barrier;
    table["nanosleep"] = decode_sleep;
}

} // namespace ptx
