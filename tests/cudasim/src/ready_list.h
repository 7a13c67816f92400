/* The threads that could run. Which one does is the schedule: in turn without a seed; with one, each block draws a
   manner of its own, since what a fair draw hides, a race far ahead of the others may show. */
#ifndef CUDASIM_READY_LIST_H
#define CUDASIM_READY_LIST_H

#include "dice.h"

#include <cstddef>
#include <utility>
#include <vector>

namespace cudasim
{

class ready_list
{
  public:
    /** Empty, with room for `capacity` threads. */
    void reset(std::size_t capacity)
    {
        ring.assign(capacity, 0);
        first = 0;
        count = 0;
        manner = dice_seed() != 0 ? static_cast<manners>(roll(MANNERS)) : IN_TURN;
    }

    bool empty() const { return count == 0; }

    void push(unsigned thread)
    {
        at(count) = thread;
        count++;
    }

    unsigned pop()
    {
        if (manner == FAIR_DRAW) std::swap(front(), at(roll(count)));
        if (manner == LATEST_FIRST) std::swap(front(), at(count - 1));
        if (manner == MOSTLY_LATEST && roll(8) != 0) std::swap(front(), at(count - 1));
        unsigned thread = front();
        first = first + 1 < ring.size() ? first + 1 : 0;
        count--;
        return thread;
    }

  private:
    enum manners { FAIR_DRAW, LATEST_FIRST, MOSTLY_LATEST, IN_TURN, MANNERS };

    unsigned &at(std::size_t position)
    {
        std::size_t place = first + position;
        return ring[place < ring.size() ? place : place - ring.size()];
    }
    unsigned &front() { return ring[first]; }

    std::vector<unsigned> ring;
    std::size_t first = 0;
    std::size_t count = 0;
    manners manner = IN_TURN;
};

} // namespace cudasim

#endif
