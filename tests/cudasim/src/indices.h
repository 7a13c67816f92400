/* threadIdx and its like, from the side that sets them. */
#ifndef CUDASIM_INDICES_H
#define CUDASIM_INDICES_H

namespace cudasim
{

/** x, y, z of an index or of a size. */
struct triple {
    unsigned x, y, z;
};

inline unsigned long volume(triple size) { return static_cast<unsigned long>(size.x) * size.y * size.z; }

/** The place of the item `number` when x runs fastest. */
inline triple place_in(triple size, unsigned long number)
{
    unsigned long row = number / size.x;
    return triple{static_cast<unsigned>(number % size.x), static_cast<unsigned>(row % size.y),
                  static_cast<unsigned>(row / size.y)};
}

void set_thread_index(triple index);
void set_block_index(triple index);
void set_sizes(triple grid, triple block);

} // namespace cudasim

#endif
