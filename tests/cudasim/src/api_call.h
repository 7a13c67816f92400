/* What every function of the API does first: one at a time, whichever host thread calls; and last: keep the error. */
#ifndef CUDASIM_API_CALL_H
#define CUDASIM_API_CALL_H

#include <mutex>

#include "cudasim/api.h"
#include "cudasim/control.h"

namespace cudasim
{

class api_call
{
  public:
    api_call();

    /** A call of these kinds (CUDASIM_ALLOCATION, CUDASIM_SYNCHRONISATION), which a test may have forbidden. */
    api_call(unsigned kinds, const char *function);

  private:
    std::unique_lock<std::recursive_mutex> lock;
};

/** Fails if a test has forbidden such calls. */
void check_allowed(unsigned kinds, const char *function);

/** Fails if a test allows work for another stream only. */
void check_stream(cudaStream_t stream);

/** Counts a call of these kinds (or-ed) that can fail. @return whether a test wants this one to. */
bool is_to_fail(unsigned kinds);

/** Keeps an error for cudaGetLastError. @return the same. */
cudaError_t keep(cudaError_t error);

} // namespace cudasim

#endif
