#include "executors.h"

#include "../core/executor.h"

extern const executor executor_portable, executor_portable_one;
#if defined(CONELET_HAS_X86_PACKS)
extern const single_executor executor_avx2_single, executor_avx512_single;
extern const executor executor_avx2, executor_avx2_one, executor_avx512, executor_avx512_one;

static int cpu_has_avx2(void) { return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"); }
static int cpu_has_avx512(void)
{
    return cpu_has_avx2() && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
           __builtin_cpu_supports("avx512vl");
}
#endif

cnl_status cpu_executors(cnl_isa isa, const executor **wide, const executor **narrow, const single_executor **single,
                         cnl_isa *chosen)
{
    *single = NULL;
#if defined(CONELET_HAS_X86_PACKS)
    if (isa == CNL_ISA_AVX512 || (isa == CNL_ISA_AUTO && cpu_has_avx512())) {
        if (!cpu_has_avx512()) return CNL_NOT_SUPPORTED;
        *wide = &executor_avx512;
        *narrow = &executor_avx512_one;
        *single = &executor_avx512_single;
        *chosen = CNL_ISA_AVX512;
        return CNL_OK;
    }
    if (isa == CNL_ISA_AVX2 || (isa == CNL_ISA_AUTO && cpu_has_avx2())) {
        if (!cpu_has_avx2()) return CNL_NOT_SUPPORTED;
        *wide = &executor_avx2;
        *narrow = &executor_avx2_one;
        *single = &executor_avx2_single;
        *chosen = CNL_ISA_AVX2;
        return CNL_OK;
    }
#endif
    if (isa == CNL_ISA_AVX512 || isa == CNL_ISA_AVX2) return CNL_NOT_SUPPORTED;
    *wide = &executor_portable;
    *narrow = &executor_portable_one;
    *chosen = CNL_ISA_PORTABLE;
    return CNL_OK;
}
