// What the assembler made of a module, as costs of the PTX's instructions.
#ifndef CONELET_TESTS_PTX_MACHINE_H
#define CONELET_TESTS_PTX_MACHINE_H

#include "cubin.h"
#include "trace.h"

namespace ptx
{

// Throws Unsupported if the code was not made of this module.
std::shared_ptr<const std::vector<MachineCost>> machine_costs(const Module &module, const MachineCode &code);

} // namespace ptx

#endif
