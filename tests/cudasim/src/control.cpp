/* The rest of what tests ask of the simulator. */
#include "dice.h"

#include "cudasim/control.h"

void cudasim_seed(std::uint64_t seed) { cudasim::seed_dice(seed); }

std::size_t cudasim_races(void) { return 0; }
void cudasim_forget_races(void) {}
std::uint64_t cudasim_accesses_seen(void) { return 0; }
