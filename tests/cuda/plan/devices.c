#include "devices.h"

#include "check.h"

#define KIB(count) ((size_t)(count) << 10)
#define MIB(count) ((size_t)(count) << 20)
#define GIB(count) ((size_t)(count) << 30)

/* Threads, blocks and shared memory of a multiprocessor: the table of compute capabilities in the CUDA programming
   guide, and NVIDIA/cccl, cuda/__device/arch_traits.h. Multiprocessors, caches, memory and the rate of double
   precision: data sheets; those of sm_88, and Thor's cache, are guesses. */
const known_device known_devices[DEVICE_COUNT] = {
    /*           fast     arch  SMs threads blocks registers  block     SM        reserved L2       memory    ratio */
    {"T4", false, {75, 40, 1024, 16, 65536, KIB(64), KIB(64), 0, MIB(4), GIB(16), 32}},
    {"A100", true, {80, 108, 2048, 32, 65536, KIB(163), KIB(164), 1024, MIB(40), GIB(40), 2}},
    {"RTX 3090", false, {86, 82, 1536, 16, 65536, KIB(99), KIB(100), 1024, MIB(6), GIB(24), 64}},
    {"A10", false, {86, 72, 1536, 16, 65536, KIB(99), KIB(100), 1024, MIB(6), GIB(24), 64}},
    {"Orin", false, {87, 16, 1536, 16, 65536, KIB(163), KIB(164), 1024, MIB(4), GIB(64), 64}},
    {"sm_88", false, {88, 12, 1536, 16, 65536, KIB(99), KIB(100), 1024, MIB(4), GIB(12), 64}},
    {"RTX 4090", false, {89, 128, 1536, 24, 65536, KIB(99), KIB(100), 1024, MIB(72), GIB(24), 64}},
    {"L4", false, {89, 58, 1536, 24, 65536, KIB(99), KIB(100), 1024, MIB(48), GIB(24), 64}},
    {"H100", true, {90, 132, 2048, 32, 65536, KIB(227), KIB(228), 1024, MIB(50), GIB(80), 2}},
    {"B200", true, {100, 148, 2048, 32, 65536, KIB(227), KIB(228), 1024, MIB(126), GIB(180), 2}},
    {"B300", false, {103, 148, 2048, 32, 65536, KIB(227), KIB(228), 1024, MIB(126), GIB(268), 64}},
    {"Thor", false, {110, 20, 1536, 24, 65536, KIB(227), KIB(228), 1024, MIB(32), GIB(128), 64}},
    {"RTX 5090", false, {120, 170, 1536, 24, 65536, KIB(99), KIB(100), 1024, MIB(96), GIB(32), 64}},
};

const known_device *device_of(int architecture)
{
    for (int k = 0; k < DEVICE_COUNT; k++)
        if (known_devices[k].traits.architecture == architecture) return &known_devices[k];
    CHECK_THAT(false, "no device of sm_%d in the table", architecture);
    return &known_devices[0];
}
