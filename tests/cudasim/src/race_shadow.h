/* What the race checker remembers of each word of four bytes. */
#ifndef CUDASIM_RACE_SHADOW_H
#define CUDASIM_RACE_SHADOW_H

#include <cstdint>

namespace cudasim
{

/** One use of a word. */
struct word_use {
    std::uint32_t block_run = 0; /* 0: none */
    std::uint32_t stamp = 0;
    std::uint16_t thread = 0;
    std::uint8_t bytes = 0; /* which of the four: a bit each */
    bool atomic = false;
    std::uint32_t code = 0; /* see number_of_code */

    bool exists() const { return block_run != 0; }
};

/** The last write, and reads that no later one made superfluous. */
struct word_shadow {
    enum { READS = 4 };
    word_use write;
    word_use reads[READS];
};

/** The shadow of the word at an address, empty at first. */
word_shadow &shadow_of(std::uintptr_t address);

/** Small numbers for places in the code, and back. */
std::uint32_t number_of_code(const void *code);
const void *code_of_number(std::uint32_t number);

} // namespace cudasim

#endif
