// 32 lanes that run together as long as they agree on where to go.
#ifndef CONELET_TESTS_PTX_WARP_H
#define CONELET_TESTS_PTX_WARP_H

#include "execution.h"

namespace ptx
{

class Block;

class Warp
{
  public:
    Warp(Execution &execution, Block &block, int number);

    // Puts the lanes that the block has at the start of the kernel.
    void start();

    // Runs at most `quantum` instructions. @return how many it did; 0 if no lane can go on.
    int run(int quantum);

    bool is_done() const { return (running | at_collective | at_barrier) == 0; }
    // All lanes that have not ended stand at barriers.
    bool is_at_barrier() const { return at_barrier != 0 && (running | at_collective) == 0; }
    uint32_t waiting_lanes() const { return at_barrier; }
    void release_from_barrier();

    uint64_t *row(int number) { return rows.data() + static_cast<size_t>(number) * warp_lanes; }
    uint64_t clock() const { return instructions; }
    const Instruction &instruction_of(int lane) const;

    // The bytes that an access of `lane` means, after every check.
    uint8_t *locate(const Instruction &instruction, int lane, uint64_t address, unsigned bytes, Use use);
    uint8_t *parameter(int lane, int64_t offset) { return parameters.data() + lane * parameter_stride + offset; }

    // Counts a memory instruction; `bytes` of each lane.
    void count_access(const Instruction &instruction, uint32_t lanes, int address_row, int bytes);
    // Counts what a copy puts into shared memory, which it does not do before it is awaited.
    void count_copied(const uint64_t *targets, int lanes, int bytes);

    [[noreturn]] void fail(FaultKind kind, int lane, const std::string &message) const;
    [[noreturn]] void fail_at(FaultKind kind, int lane, int pc, const std::string &message) const;
    std::string describe_waiting() const;
    int first_waiting_lane() const;
    int pc_of(int lane) const { return pc[lane]; }

    Execution &execution;
    Block &block;
    const int number;
    uint8_t carry[warp_lanes] = {};

    struct Copy { // cp.async under way
        int lane;
        uint64_t target;
        std::vector<uint8_t> bytes;
        int group; // -1: not committed
    };
    std::vector<Copy> copies;
    int copy_groups = 0;

  private:
    struct Group {
        uint32_t lanes;
        int pc;
        int limit; // the next lanes that wait to be met
    };
    Group choose_group();
    Group choose_any_group();
    Group split_off(Group group);
    int run_group(int quantum);
    bool step(Group &group);
    uint32_t guarded(const Instruction &instruction, uint32_t lanes);
    bool branch(Group &group, const Instruction &instruction, uint32_t taken);
    void branch_by_table(const Group &group, const Instruction &instruction, uint32_t taken);
    void call(const Group &group, const Instruction &instruction, uint32_t taken);
    void call_outside(const Instruction &instruction, uint32_t taken);
    void go_back(const Group &group, uint32_t taken);
    void end(const Group &group, uint32_t taken);
    bool meet(Group &group, const Instruction &instruction, uint32_t taken);
    uint32_t members_of(int lane, const Instruction &instruction);
    bool release_collectives();
    void set_pc(uint32_t lanes, int where);
    void count(int where, uint32_t lanes);
    void record(const Instruction &instruction, uint32_t lanes);
    uint8_t *locate_global(const Instruction &instruction, int lane, uint64_t address, unsigned bytes, Use use);
    uint8_t *locate_shared(int lane, uint64_t address, unsigned bytes, Use use);

    struct Frame {
        int return_pc;
        const Instruction *call;
        const Function *callee;
    };

    std::vector<uint64_t> rows;
    std::vector<uint8_t> local;
    std::vector<uint8_t> parameters;
    int64_t local_stride;
    int64_t parameter_stride;
    uint32_t running = 0;
    uint32_t at_collective = 0;
    uint32_t at_barrier = 0;
    int pc[warp_lanes] = {};
    std::vector<Frame> frames[warp_lanes];
    int current = 0; // the instruction under way
    uint64_t instructions = 0;
};

// Does `what(lane)` for every lane of the mask; the full mask gets a loop that the compiler can turn into vectors.
template <class What> inline void for_lanes(uint32_t lanes, What what)
{
    if (lanes == all_lanes) {
        for (int lane = 0; lane < warp_lanes; lane++) {
            what(lane);
        }
        return;
    }
    for (; lanes; lanes &= lanes - 1) {
        what(__builtin_ctz(lanes));
    }
}

inline int first_of(uint32_t lanes) { return __builtin_ctz(lanes); }

} // namespace ptx

#endif
