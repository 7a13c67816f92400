// The memories that a kernel sees. Device pointers are host pointers; shared and local memory are offsets, which a
// window far from any host address turns into generic pointers.
#ifndef CONELET_TESTS_PTX_MEMORY_H
#define CONELET_TESTS_PTX_MEMORY_H

#include <cstdint>
#include <string>
#include <vector>

namespace ptx
{

constexpr uint64_t shared_window = 0x5ull << 60;
constexpr uint64_t local_window = 0x6ull << 60;
constexpr uint64_t window_mask = 0xfull << 60;

enum class Use { read, write, atomic };

// The buffers that the host has registered; a kernel may touch no other byte.
class GlobalMemory
{
  public:
    struct Buffer {
        std::string name;
        uint64_t start;
        uint64_t past;
        bool writable;
    };

    void add(const std::string &name, const void *start, size_t bytes, bool writable);
    void remove(const void *start);

    // The buffer that holds all of the bytes, or nullptr.
    const Buffer *find(uint64_t address, uint64_t bytes) const;

    // "24 bytes past the end of x", for a diagnosis.
    std::string describe(uint64_t address) const;

  private:
    std::vector<Buffer> buffers; // by address
    mutable size_t last = 0;     // neighbouring accesses mostly hit one buffer
};

// Shared memory of one block; it remembers which bytes were written.
class SharedMemory
{
  public:
    void reset(size_t bytes);
    uint64_t size() const { return bytes.size(); }
    uint8_t *at(uint64_t offset) { return bytes.data() + offset; }
    bool is_written(uint64_t offset, uint64_t count) const;
    void set_written(uint64_t offset, uint64_t count, bool value = true);

  private:
    std::vector<uint8_t> bytes;
    std::vector<uint8_t> written;
};

// Wavefronts of a shared access: how many 4-byte words the busiest of the 32 banks delivers; and the fewest that this
// many distinct words need. `addresses` of the lanes that take part.
struct Wavefronts {
    unsigned taken;
    unsigned ideal;
};
Wavefronts count_wavefronts(const uint64_t *addresses, int lanes, int bytes);

// 32-byte sectors that a global access touches, and the fewest that hold as many distinct bytes.
struct Sectors {
    unsigned taken;
    unsigned ideal;
    uint64_t number[32 * 2]; // the sectors themselves, ascending
};
Sectors count_sectors(const uint64_t *addresses, int lanes, int bytes);

} // namespace ptx

#endif
