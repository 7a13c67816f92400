/* Events. */
#ifndef CUDASIM_EVENT_H
#define CUDASIM_EVENT_H

#include "stream.h"

#include <vector>

struct CUevent_st {
    bool timed = true;
    std::shared_ptr<cudasim::event_progress> progress;

    /* If it was last recorded in a capture: after which nodes of the graph. */
    std::shared_ptr<cudasim::capture> capture;
    std::vector<std::size_t> nodes;
};

namespace cudasim
{

std::size_t live_events();

} // namespace cudasim

#endif
