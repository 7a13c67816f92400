/* The rest of what tests ask of the simulator. */
#include "dice.h"

#include "cudasim/control.h"

void cudasim_seed(std::uint64_t seed) { cudasim::seed_dice(seed); }
