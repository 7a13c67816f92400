#include "device_traits.h"

enum {
    WARP_THREADS = 32,
    REGISTERS_ASIDE = 256, /* a warp's registers are dealt out in pieces of so many */
    QUARTERS = 4,          /* of a multiprocessor, each with its own registers */
    SHARED_ASIDE = 128,    /* bytes: likewise a block's shared memory */
    SHARED_ASIDE_TURING = 256,
    MOST_REGISTERS = 255, /* of a thread */
};

/* Half the speed of single precision where it is fast; a 32nd or a 64th where it is only there to be right. */
bool device_doubles_are_fast(const device_traits *device) { return device->single_to_double <= 4; }

static size_t rounded_up(size_t count, size_t piece) { return (count + piece - 1) / piece * piece; }

static int smaller_int(int a, int b) { return a < b ? a : b; }

/* Blocks of so many warps as far as registers go: a warp's all lie in one quarter. */
static int blocks_by_registers(const device_traits *device, int warps, int registers)
{
    int of_warp = (int)rounded_up((size_t)registers * WARP_THREADS, REGISTERS_ASIDE);
    int of_quarter = device->registers / QUARTERS / of_warp;
    return of_quarter * QUARTERS / warps;
}

static int blocks_by_shared(const device_traits *device, size_t shared_bytes)
{
    size_t piece = device->architecture < 80 ? SHARED_ASIDE_TURING : SHARED_ASIDE;
    size_t of_block = rounded_up(shared_bytes + device->shared_reserved, piece);
    if (of_block == 0) return device->blocks;
    size_t fit = device->shared_per_multiprocessor / of_block;
    return fit < (size_t)device->blocks ? (int)fit : device->blocks;
}

int device_resident_blocks(const device_traits *device, int threads, int registers, size_t shared_bytes)
{
    if (threads < 1 || registers > MOST_REGISTERS || shared_bytes > device->shared_per_block) return 0;
    int warps = (threads + WARP_THREADS - 1) / WARP_THREADS;
    int fit = smaller_int(device->blocks, device->threads / (warps * WARP_THREADS));
    if (registers > 0) fit = smaller_int(fit, blocks_by_registers(device, warps, registers));
    return smaller_int(fit, blocks_by_shared(device, shared_bytes));
}
