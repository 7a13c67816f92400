/**
 * @file cubin.h
 * What ptxas made of each line of a PTX file: it writes down, with -lineinfo, which line every instruction of the
 * machine comes from. No disassembler is needed: instructions are 16 bytes (sm_70 and later), and the operation is in
 * the first bits of them.
 */
#ifndef CONELET_TESTS_PTX_CUBIN_H
#define CONELET_TESTS_PTX_CUBIN_H

#include <cstdint>
#include <string>
#include <vector>

namespace ptx
{

constexpr int machine_instruction_bytes = 16;

// The first nine bits, as nvdisasm shows them for sm_80 to sm_90; the three above them tell registers from constants.
enum class MachineOperation : uint16_t {
    dmul = 0x028,
    dadd = 0x029,
    dfma = 0x02b,
    hmma = 0x03c,
    dmma = 0x03f,
    load_global = 0x181,
    load_local = 0x183,
    load_shared = 0x184,
    store_global = 0x186,
    store_local = 0x187,
    store_shared = 0x188,
    shuffle = 0x189,
    load_to_shared = 0x1ae,
    exit = 0x14d,
    back = 0x150,
};

struct MachineInstruction {
    int line; // of the PTX
    MachineOperation operation;
    uint8_t words; // of 4 bytes, that a load or a store moves for each lane
};

struct MachineCode {
    std::vector<MachineInstruction> instructions; // without those of slow paths, which stand behind the last exit
    size_t bytes = 0;                             // of the same
};

// The kernel, and every function that the kernels of the file call. `kernel`: a part of its mangled name. Throws
// Unsupported.
MachineCode machine_code_of(const std::string &path, const std::string &kernel);

} // namespace ptx

#endif
