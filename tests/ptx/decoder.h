// Turns written instructions into executable ones. Each decode_*.cpp knows one kind; decode.cpp holds the table.
#ifndef CONELET_TESTS_PTX_DECODER_H
#define CONELET_TESTS_PTX_DECODER_H

#include "statement.h"

namespace ptx
{

class Decoder
{
  public:
    Decoder(const Statement &written, Names &known, Instruction &result)
        : statement(written), names(known), instruction(result)
    {
    }

    const Statement &statement;
    Names &names;
    Instruction &instruction;

    Scalar type() const { return statement.type(); }
    bool has(const char *qualifier) const { return statement.has(qualifier); }
    size_t operands() const { return statement.operands.size(); }
    const Operand &operand(size_t index) const;

    int row_of(const Operand &operand);
    void set_sources(size_t first_operand, size_t count); // source[0], source[1] ... from these operands
    void set_destination(size_t operand_index);           // and the second one, of %r|%p
    void set_address(size_t operand_index);               // source[0] and offset
    void add_parts(size_t operand_index);                 // of a vector, or a single register
    int destination_row(const Operand &operand);

    // Destination, then sources: the shape of most instructions.
    void set_usual_operands();

    void set_action(Action action);
    [[noreturn]] void fail(const std::string &message) const;
};

using Decode = void (*)(Decoder &);
using DecodeTable = std::map<std::string, Decode>;

void add_arithmetic(DecodeTable &table);
void add_special_functions(DecodeTable &table);
void add_carries(DecodeTable &table);
void add_bits(DecodeTable &table);
void add_comparisons(DecodeTable &table);
void add_moves(DecodeTable &table);
void add_conversions(DecodeTable &table);
void add_memory(DecodeTable &table);
void add_atomics(DecodeTable &table);
void add_copies(DecodeTable &table);
void add_collectives(DecodeTable &table);
void add_matrices(DecodeTable &table);
void add_flow(DecodeTable &table);

// Rounding as an instruction's qualifiers say it: FE_TONEAREST without any.
int rounding_of(const Statement &statement);

// What the instruction costs (costs.cpp).
void describe_cost(const Statement &statement, const Instruction &instruction, Description &description);

} // namespace ptx

#endif
