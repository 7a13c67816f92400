/* Device memory, which the host may not touch, and pinned host memory. */
#ifndef CUDASIM_MEMORY_H
#define CUDASIM_MEMORY_H

#include <cstddef>

namespace cudasim
{

/** Memory of a device, filled with NaN, between two pages that nobody may touch. @return null if there is none. */
void *allocate_device(std::size_t bytes, int device);

/** @return whether the address is the beginning of an allocation, which is given back. */
bool release_device(void *address);

/** Whether all those bytes are in one allocation of a device. `device`, if not null, gets its number. */
bool is_device_memory(const void *address, std::size_t bytes, int *device = nullptr);

/** Whether the address is anywhere in the space of device memory, allocated or not. */
bool in_device_space(const void *address);

/** How many allocations and bytes of devices are alive. */
std::size_t device_allocations();
std::size_t device_bytes();

/** Fails if an allocation has been written beside: called when a device has been waited for. */
void check_device_guards();

void *allocate_pinned(std::size_t bytes);
bool release_pinned(void *address);
bool is_pinned(const void *address, std::size_t bytes);
std::size_t pinned_allocations();

/** While one of these lives, the memory of its device may be touched. */
class device_access
{
  public:
    explicit device_access(int device);
    ~device_access();
    device_access(const device_access &) = delete;
    device_access &operator=(const device_access &) = delete;

  private:
    int device;
};

/** Device memory may be touched now. */
bool device_is_open();

/** "byte 800 of an allocation of 800 bytes", "memory that was freed": what stands at an address of device space. */
const char *describe_device_address(const void *address);

/** From the first allocation on, a forbidden access ends the process with a message. */
void catch_forbidden_accesses();

} // namespace cudasim

#endif
