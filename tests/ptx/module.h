// A PTX file, ready to run.
#ifndef CONELET_TESTS_PTX_MODULE_H
#define CONELET_TESTS_PTX_MODULE_H

#include "instruction.h"

#include <deque>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace ptx
{

struct Variable {
    std::string name;
    Space space = Space::generic;
    Scalar type = Scalar::none;
    size_t bytes = 0;
    size_t alignment = 1;
    int64_t offset = 0;               // shared, local and parameters: from the start of the space, after linking
    bool dynamic = false;             // extern __shared__: starts where the static shared memory ends
    std::shared_ptr<uint8_t> storage; // global and constant
};

enum class Special : uint8_t {
    tid_x,
    tid_y,
    tid_z,
    ntid_x,
    ntid_y,
    ntid_z,
    ctaid_x,
    ctaid_y,
    ctaid_z,
    nctaid_x,
    nctaid_y,
    nctaid_z,
    laneid,
    warpid,
    nwarpid,
    lanemask_eq,
    lanemask_lt,
    lanemask_le,
    lanemask_gt,
    lanemask_ge,
    smid,
    nsmid,
    dynamic_smem_size,
    clock,
    none
};

// A row that holds the same in every launch (or, with a variable, wherever that variable lies).
struct ConstantRow {
    int row;
    uint64_t value;
    const Variable *variable;
};

struct SpecialRow {
    int row;
    Special special;
};

struct Function {
    std::string name;
    bool is_entry = false;
    bool has_body = false;
    int first = 0; // in Module::code
    int past = 0;
    int rows = 0;
    int first_row = 0; // rows of its instructions are already shifted by this
    std::vector<ConstantRow> constants;
    std::vector<SpecialRow> specials;
    std::vector<const Variable *> parameters;
    std::vector<const Variable *> results;
    std::vector<Variable *> locals; // .local, .shared and .param declared inside, in order
};

// A place in the source. Where a function was inlined, its name and the place of the call.
struct Location {
    std::string label; // of the name, in Module::inlined_names; empty if nothing was inlined
    int caller = -1;   // in Module::locations
};

class Module
{
  public:
    // Throws Unsupported, with the line, for what the interpreter does not know.
    static Module parse(const std::string &text);
    static Module load(const std::string &path);

    // The kernel of that name, or the only one whose (mangled) name holds it.
    const Function &kernel(const std::string &name) const;

    Variable *find_variable(const std::string &name);

    std::string target; // "sm_90"
    std::deque<Variable> variables;
    std::map<std::string, Variable *> globals; // of module scope
    std::deque<Function> functions;
    std::map<std::string, Function *> functions_by_name;
    std::vector<Instruction> code;                    // of all functions
    std::vector<Description> descriptions;            // of code
    std::map<int, std::string> source_files;          // .file
    std::vector<Location> locations;                  // .loc, each once
    std::map<std::string, std::string> inlined_names; // mangled, by label

    // Sizes of one warp's rows and one lane's memories, enough for every kernel here.
    int rows = 0;
    int64_t local_bytes = 0;
    int64_t parameter_bytes = 0;
    int64_t static_shared_bytes(const Function &kernel) const;

    int64_t module_shared_bytes = 0;
    std::map<const Function *, int64_t> shared_bytes_of;
};

// Lets the short-lived registers of a function share rows.
void reuse_rows(Module &module, Function &function);

// Gives every function its rows and memories; called once at the end of parsing.
void link(Module &module);

} // namespace ptx

#endif
