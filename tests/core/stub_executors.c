/* A CPU that has AVX2 and no AVX-512, whatever this machine is: the core is tested without the engine. */
#include "cpu/executors.h"

#include <stddef.h>

#include "core/executor.h"

static const executor stub = {.name = "stub", .lanes = 4, .tile = 3};

cnl_status cpu_executors(cnl_isa isa, const struct executor **wide, const struct executor **narrow,
                         const struct single_executor **single, cnl_isa *chosen)
{
    if (isa == CNL_ISA_AVX512) return CNL_NOT_SUPPORTED;
    *wide = &stub;
    *narrow = &stub;
    *single = NULL;
    *chosen = isa == CNL_ISA_AUTO ? CNL_ISA_AVX2 : isa;
    return CNL_OK;
}
