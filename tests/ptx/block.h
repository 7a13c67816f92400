// The warps of one thread block, its shared memory and its barriers.
#ifndef CONELET_TESTS_PTX_BLOCK_H
#define CONELET_TESTS_PTX_BLOCK_H

#include "warp.h"

#include <memory>

namespace ptx
{

enum class BarrierKind : uint8_t { sync, arrive, count, any, all };
constexpr uint8_t barrier_is_aligned = 0x80; // beside the kind, in Instruction::detail

inline BarrierKind barrier_kind(const Instruction &instruction)
{
    return static_cast<BarrierKind>(instruction.detail & ~barrier_is_aligned);
}

class Block
{
  public:
    explicit Block(Execution &execution);

    // Runs the block that execution.block_index names, from beginning to end.
    void run();

    void fill_constant_rows(Warp &warp) const;
    void fill_special_rows(Warp &warp) const;
    unsigned warps_awaited(Warp &warp, const Instruction &barrier, int lane) const;

    SharedMemory shared;

  private:
    struct Barrier {
        std::vector<Warp *> waiting;
        unsigned arrived = 0; // warps, those of bar.arrive too
        unsigned awaited = 0;
        bool awaits_everybody = false;
        int pc = -1;
        uint64_t lanes_that_say_yes = 0;
        uint64_t lanes_asked = 0;
    };
    static constexpr int barrier_count = 16;

    bool turn(Warp &warp);
    void arrive(Warp &warp);
    void check_arrival(const Warp &warp, const Instruction &instruction, int lane) const;
    void ask(Warp &warp, Barrier &barrier, const Instruction &instruction) const;
    void release_if_complete(Barrier &barrier);
    void answer(Warp &warp, const Barrier &barrier) const;
    unsigned live_warps() const;
    [[noreturn]] void report_deadlock() const;
    uint64_t special(Special which, const Warp &warp, uint32_t lane) const;

    Execution &execution;
    std::vector<std::unique_ptr<Warp>> warps;
    std::vector<Warp *> order;
    std::vector<bool> has_arrived; // at the barrier where it stands
    Barrier barriers[barrier_count];
};

} // namespace ptx

#endif
