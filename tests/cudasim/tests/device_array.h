/* An array on the device, for tests: filled from the host, read back, given back. */
#ifndef CUDASIM_TESTS_DEVICE_ARRAY_H
#define CUDASIM_TESTS_DEVICE_ARRAY_H

#include "cudasim/api.h"

#include <cstddef>
#include <vector>

template <class T> class device_array
{
  public:
    explicit device_array(std::size_t length) : length(length) { cudaMalloc(&memory, length * sizeof(T)); }
    explicit device_array(const std::vector<T> &values) : device_array(values.size())
    {
        cudaMemcpy(memory, values.data(), length * sizeof(T), cudaMemcpyHostToDevice);
    }
    ~device_array() { cudaFree(memory); }
    device_array(const device_array &) = delete;
    device_array &operator=(const device_array &) = delete;

    T *get() const { return memory; }

    /** Waits for the device. */
    std::vector<T> read() const
    {
        std::vector<T> values(length);
        cudaMemcpy(values.data(), memory, length * sizeof(T), cudaMemcpyDeviceToHost);
        return values;
    }

  private:
    T *memory = nullptr;
    std::size_t length;
};

#endif
