#include "dice.h"

#include <cstdlib>

namespace cudasim
{

namespace
{

struct dice {
    std::uint64_t seed = 0;
    std::uint64_t state = 0;

    dice()
    {
        const char *text = std::getenv("CUDASIM_SEED");
        if (text != nullptr) start(std::strtoull(text, nullptr, 10));
    }

    void start(std::uint64_t new_seed)
    {
        seed = new_seed;
        state = new_seed;
    }
};

dice &the_dice()
{
    static dice only;
    return only;
}

} // namespace

void seed_dice(std::uint64_t seed) { the_dice().start(seed); }

std::uint64_t dice_seed() { return the_dice().seed; }

/* splitmix64: neighbouring seeds give unrelated numbers. */
std::size_t roll(std::size_t bound)
{
    dice &all = the_dice();
    if (all.seed == 0 || bound < 2) return 0;
    all.state += 0x9e3779b97f4a7c15u;
    std::uint64_t mixed = all.state;
    mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9u;
    mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebu;
    mixed ^= mixed >> 31;
    return static_cast<std::size_t>(mixed % bound);
}

} // namespace cudasim
