/**
 * @file interpreter.h
 * Runs the PTX that nvcc emitted on the CPU:
 *
 *     ptx::Module module = ptx::Module::load("kernels.sm_90.ptx");
 *     ptx::Device device;
 *     device.add("x", x);                                  // std::vector: what the kernel may touch
 *     device.add_read_only("a", a);
 *     ptx::Launch launch;
 *     launch.grid.x = 2; launch.block.x = 128; launch.shared_bytes = 4096; launch.seed = 7;
 *     ptx::Result result = device.run(module, "my_kernel", launch, n, a.data(), x.data());
 *
 * Arguments are passed as the kernel declares them: their sizes are checked, their types cannot be. A kernel that does
 * what it may not throws ptx::Fault; PTX that the interpreter does not know throws ptx::Unsupported.
 *
 * What it does not see: memory is in order at once (a missing __threadfence stays hidden), blocks run one after the
 * other, denormal f32 numbers are not flushed.
 */
#ifndef CONELET_TESTS_PTX_INTERPRETER_H
#define CONELET_TESTS_PTX_INTERPRETER_H

#include "execution.h"

#include <vector>

namespace ptx
{

struct Result {
    std::vector<Tally> tallies; // by instruction of the module
    Counters counters;
    Trace trace; // of block 0, if asked for
};

class Device
{
  public:
    void add(const std::string &name, void *start, size_t bytes) { memory.add(name, start, bytes, true); }
    void add_read_only(const std::string &name, const void *start, size_t bytes)
    {
        memory.add(name, start, bytes, false);
    }
    template <class T> void add(const std::string &name, std::vector<T> &v)
    {
        add(name, v.data(), v.size() * sizeof(T));
    }
    template <class T> void add_read_only(const std::string &name, const std::vector<T> &v)
    {
        add_read_only(name, v.data(), v.size() * sizeof(T));
    }
    void remove(const void *start) { memory.remove(start); }

    template <class... A>
    Result run(const Module &module, const std::string &kernel, const Launch &launch, const A &...arguments)
    {
        return run_with(module, kernel, launch, {bytes_of_argument(arguments)...});
    }

    using Bytes = std::vector<uint8_t>;
    Result run_with(const Module &module, const std::string &kernel, const Launch &launch,
                    const std::vector<Bytes> &arguments);

  private:
    template <class T> static Bytes bytes_of_argument(const T &value)
    {
        const auto *start = reinterpret_cast<const uint8_t *>(&value);
        return Bytes(start, start + sizeof value);
    }

    GlobalMemory memory;
};

} // namespace ptx

#endif
