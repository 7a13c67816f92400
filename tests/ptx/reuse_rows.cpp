// nvcc numbers registers as if there were no end of them: thousands in a kernel of straight-line code, most of them
// read once, soon after they were written. Left so, a warp's rows would not fit into the cache. Registers that live
// within one basic block therefore share rows. That is safe while lanes are apart, too: a lane only ever touches its
// own place in a row, in the order of its own program.
#include "module.h"

#include <algorithm>

namespace ptx
{
namespace
{

struct Life {
    int block = -1; // the only one, or several
    bool is_local = false;
    int last = -1; // instruction that touches it last
};

class RowSharing
{
  public:
    RowSharing(Module &whole, Function &part) : module(whole), function(part), lives(static_cast<size_t>(part.rows)) {}

    void run()
    {
        find_blocks();
        find_lives();
        number_lasting_rows();
        for (int place = function.first; place < function.past; place++) {
            rename(place);
        }
        for (ConstantRow &constant : function.constants) {
            constant.row = fresh[static_cast<size_t>(constant.row)];
        }
        for (SpecialRow &special : function.specials) {
            special.row = fresh[static_cast<size_t>(special.row)];
        }
        function.rows = next_row;
    }

  private:
    Instruction &code(int place) { return module.code[static_cast<size_t>(place)]; }
    Description &description(int place) { return module.descriptions[static_cast<size_t>(place)]; }
    int &block_at(int place) { return blocks[static_cast<size_t>(place - function.first)]; }
    Life &life(int row) { return lives[static_cast<size_t>(row)]; }

    void find_blocks()
    {
        blocks.assign(static_cast<size_t>(function.past - function.first) + 1, 0);
        for (int place = function.first; place < function.past; place++) {
            const Instruction &instruction = code(place);
            if (instruction.target >= 0 && instruction.flow == Flow::branch) block_at(instruction.target) = 1;
            for (int target : instruction.targets) {
                block_at(target) = 1;
            }
            const bool goes_on = instruction.flow == Flow::next || instruction.flow == Flow::collective;
            if (!goes_on) block_at(place + 1) = 1;
        }
        for (size_t i = 1; i < blocks.size(); i++) {
            blocks[i] += blocks[i - 1];
        }
    }

    // A row is local if its block writes it before reading it, and no other block knows it. (A write under a guard
    // counts as a read: decode.cpp lists it so.)
    void touch(int row, int place, bool writes)
    {
        Life &its = life(row);
        if (its.block < 0) {
            its.block = block_at(place);
            its.is_local = writes;
        }
        if (its.block != block_at(place)) its.is_local = false;
        its.last = place;
    }

    void find_lives()
    {
        for (int place = function.first; place < function.past; place++) {
            for (int row : description(place).reads) {
                touch(row, place, false);
            }
            for (int row : description(place).writes) {
                touch(row, place, true);
            }
        }
    }

    void number_lasting_rows()
    {
        fresh.assign(lives.size(), no_row);
        for (size_t row = 0; row < lives.size(); row++) {
            if (!lives[row].is_local) fresh[row] = next_row++;
        }
    }

    int renamed(int row)
    {
        int &name = fresh[static_cast<size_t>(row)];
        if (name != no_row) return name;
        if (free_rows.empty()) return name = next_row++;
        name = free_rows.back();
        free_rows.pop_back();
        return name;
    }

    void rename_one(int &row)
    {
        if (row != no_row) row = renamed(row);
    }

    // Rows are given back behind the instruction, so that no result lies on one of its own operands.
    void rename(int place)
    {
        std::vector<int> touched = description(place).reads;
        touched.insert(touched.end(), description(place).writes.begin(), description(place).writes.end());
        Instruction &instruction = code(place);
        for (int *row : {&instruction.guard, &instruction.destination, &instruction.second_destination}) {
            rename_one(*row);
        }
        for (int &row : instruction.source) {
            rename_one(row);
        }
        for (int &row : instruction.parts) {
            rename_one(row);
        }
        for (int &row : description(place).reads) {
            rename_one(row);
        }
        for (int &row : description(place).writes) {
            rename_one(row);
        }
        std::sort(touched.begin(), touched.end());
        touched.erase(std::unique(touched.begin(), touched.end()), touched.end());
        for (int row : touched) {
            if (life(row).is_local && life(row).last == place) free_rows.push_back(fresh[static_cast<size_t>(row)]);
        }
    }

    Module &module;
    Function &function;
    std::vector<Life> lives;
    std::vector<int> blocks; // number of the basic block, by instruction
    std::vector<int> fresh;  // the new row of each
    std::vector<int> free_rows;
    int next_row = 0;
};

} // namespace

void reuse_rows(Module &module, Function &function) { RowSharing(module, function).run(); }

} // namespace ptx
