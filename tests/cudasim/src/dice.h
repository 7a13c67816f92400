/* Random numbers for schedules: the same seed gives the same run. */
#ifndef CUDASIM_DICE_H
#define CUDASIM_DICE_H

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace cudasim
{

/** Start over from `seed`; 0 means that nothing is random. */
void seed_dice(std::uint64_t seed);

/** The seed in force, at first that of CUDASIM_SEED; 0 if everything runs in order. */
std::uint64_t dice_seed();

/** A number below `bound`; 0 where nothing is random. */
std::size_t roll(std::size_t bound);

/** In random order; as it is where nothing is random. */
template <class T> void shuffle_list(std::vector<T> &list)
{
    if (dice_seed() == 0) return;
    for (std::size_t last = list.size(); last > 1; last--) std::swap(list[last - 1], list[roll(last)]);
}

} // namespace cudasim

#endif
