// An instruction as it is written, before decoding.
#ifndef CONELET_TESTS_PTX_STATEMENT_H
#define CONELET_TESTS_PTX_STATEMENT_H

#include "module.h"

#include <string>
#include <vector>

namespace ptx
{

struct Operand {
    enum Kind { missing, name, value, vector, address, list };
    Kind kind = missing;
    std::string text;           // of a name, or the base of an address
    uint64_t bits = 0;          // of a value, or the offset of an address
    bool negated = false;       // !%p
    std::string second;         // %r|%p
    std::vector<Operand> parts; // of a vector or a list
};

struct Statement {
    std::string text;                    // "setp.lt.and.f64"
    std::string opcode;                  // "setp"
    std::vector<std::string> qualifiers; // "lt", "and"
    std::vector<Scalar> types;           // f64
    std::vector<Operand> operands;
    std::string guard;
    bool guard_negated = false;
    int line = 0;

    bool has(const char *qualifier) const;
    Scalar type() const { return types.empty() ? Scalar::none : types[0]; }
};

// The names that a function's instructions may use, and the rows they stand for.
class Names
{
  public:
    Names(Module &owner, Function &function) : module(owner), function(function) { open(); }

    void open() { scopes.emplace_back(); }
    void close() { scopes.pop_back(); }
    void add_register(const std::string &name);
    void add_variable(Variable *variable) { scopes.back().variables[variable->name] = variable; }

    int new_row() { return function.rows++; }
    int register_row(const std::string &name, int line); // of a register that was declared
    int sink_row();                                      // where "_" goes
    int constant_row(uint64_t value, const Variable *variable = nullptr);
    int special_row(Special special);
    Variable *variable(const std::string &name); // nullptr if there is none
    Function *called(const std::string &name);

    static Special special_named(const std::string &name);

    Module &module;
    Function &function;

  private:
    struct Scope {
        std::map<std::string, int> registers;
        std::map<std::string, Variable *> variables;
    };
    std::vector<Scope> scopes;
    std::map<std::pair<uint64_t, const Variable *>, int> constants;
    std::map<Special, int> specials;
    int sink = no_row;
};

[[noreturn]] void unsupported(int line, const std::string &message);

// Sets everything in `instruction` and `description` but branch targets.
void decode(const Statement &statement, Names &names, Instruction &instruction, Description &description);

} // namespace ptx

#endif
