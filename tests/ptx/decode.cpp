#include "decoder.h"

#include <cfenv>

namespace ptx
{

static const DecodeTable &decode_table()
{
    static const DecodeTable table = [] {
        DecodeTable t;
        add_arithmetic(t);
        add_special_functions(t);
        add_carries(t);
        add_bits(t);
        add_comparisons(t);
        add_moves(t);
        add_conversions(t);
        add_memory(t);
        add_atomics(t);
        add_copies(t);
        add_collectives(t);
        add_matrices(t);
        add_flow(t);
        return t;
    }();
    return table;
}

// For the cycle model. An instruction under a guard also depends on what its destination held.
static void list_rows(const Instruction &instruction, bool parts_are_written, Description &description)
{
    const auto add = [](std::vector<int> &rows, int row) {
        if (row != no_row) rows.push_back(row);
    };
    add(description.writes, instruction.destination);
    add(description.writes, instruction.second_destination);
    for (int row : instruction.source) {
        add(description.reads, row);
    }
    for (int row : instruction.parts) {
        add(parts_are_written ? description.writes : description.reads, row);
    }
    add(description.reads, instruction.guard);
    if (instruction.guard != no_row) {
        description.reads.insert(description.reads.end(), description.writes.begin(), description.writes.end());
    }
}

void decode(const Statement &statement, Names &names, Instruction &instruction, Description &description)
{
    const auto found = decode_table().find(statement.opcode);
    if (found == decode_table().end()) unsupported(statement.line, "unknown instruction " + statement.text);
    instruction.type = statement.type();
    if (!statement.guard.empty()) instruction.guard = names.register_row(statement.guard, statement.line);
    instruction.guard_negated = statement.guard_negated;
    Decoder decoder(statement, names, instruction);
    found->second(decoder);
    if (instruction.action == nullptr && (instruction.flow == Flow::next || instruction.flow == Flow::collective)) {
        unsupported(statement.line, "cannot run " + statement.text);
    }
    describe_cost(statement, instruction, description);
    const bool is_matrix = statement.opcode == "mma";
    const bool writes_parts = statement.opcode == "ld" || statement.opcode == "ldu" ||
                              (statement.opcode == "mov" && instruction.destination == no_row);
    list_rows(instruction, writes_parts, description);
    if (is_matrix) {
        const size_t results = statement.operands[0].parts.size();
        description.writes.assign(instruction.parts.begin(), instruction.parts.begin() + static_cast<long>(results));
        description.reads.assign(instruction.parts.begin() + static_cast<long>(results), instruction.parts.end());
        if (instruction.guard != no_row) decoder.fail("a guard on a whole warp's instruction");
    }
}

const Operand &Decoder::operand(size_t index) const
{
    if (index >= statement.operands.size()) fail("too few operands");
    return statement.operands[index];
}

void Decoder::fail(const std::string &message) const { unsupported(statement.line, message + ": " + statement.text); }

int Decoder::row_of(const Operand &operand)
{
    if (operand.kind == Operand::value) return names.constant_row(operand.bits);
    if (operand.kind != Operand::name) fail("cannot read an operand");
    if (operand.text == "WARP_SZ") return names.constant_row(warp_lanes);
    const Special special = Names::special_named(operand.text);
    if (special == Special::clock) fail("a clock where only mov may read one");
    if (special != Special::none) return names.special_row(special);
    if (operand.text[0] == '%') return names.register_row(operand.text, statement.line);
    if (const Variable *variable = names.variable(operand.text)) return names.constant_row(0, variable);
    return names.register_row(operand.text, statement.line);
}

int Decoder::destination_row(const Operand &operand)
{
    if (operand.kind != Operand::name) fail("cannot write to an operand");
    if (operand.text == "_") return names.sink_row();
    return names.register_row(operand.text, statement.line);
}

void Decoder::set_sources(size_t first_operand, size_t count)
{
    for (size_t k = 0; k < count; k++) {
        const Operand &source = operand(first_operand + k);
        instruction.source[k] = row_of(source);
        instruction.negated = instruction.negated || source.negated;
    }
}

void Decoder::set_destination(size_t operand_index)
{
    const Operand &target = operand(operand_index);
    instruction.destination = destination_row(target);
    if (!target.second.empty()) {
        instruction.second_destination =
            target.second == "_" ? names.sink_row() : names.register_row(target.second, statement.line);
    }
}

void Decoder::set_address(size_t operand_index)
{
    const Operand &address = operand(operand_index);
    if (address.kind != Operand::address) fail("expected an address");
    instruction.offset = static_cast<int64_t>(address.bits);
    if (address.text.empty()) {
        instruction.source[0] = names.constant_row(0);
        return;
    }
    Operand base;
    base.kind = Operand::name;
    base.text = address.text;
    instruction.source[0] = row_of(base);
    if (instruction.space != Space::parameter) return;
    const Variable *variable = address.text[0] == '%' ? nullptr : names.variable(address.text);
    const bool of_kernel = variable ? variable->space == Space::kernel_parameter : names.function.is_entry;
    if (of_kernel) instruction.space = Space::kernel_parameter;
}

void Decoder::add_parts(size_t operand_index)
{
    const Operand &vector = operand(operand_index);
    if (vector.kind != Operand::vector) {
        instruction.parts.push_back(vector.text == "_" ? names.sink_row() : row_of(vector));
        return;
    }
    for (const Operand &part : vector.parts) {
        instruction.parts.push_back(part.text == "_" ? names.sink_row() : row_of(part));
    }
}

void Decoder::set_usual_operands()
{
    set_destination(0);
    set_sources(1, operands() - 1);
}

void Decoder::set_action(Action action)
{
    if (action == nullptr) fail("not for this type");
    instruction.action = action;
}

int rounding_of(const Statement &statement)
{
    if (statement.has("rz")) return FE_TOWARDZERO;
    if (statement.has("rm")) return FE_DOWNWARD;
    if (statement.has("rp")) return FE_UPWARD;
    return FE_TONEAREST;
}

} // namespace ptx
