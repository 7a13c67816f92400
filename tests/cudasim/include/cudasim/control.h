/**
 * @file control.h
 * What a test asks of the simulator. All of it may be called from C.
 *
 * Whatever is found ends the process: a line "cudasim: ..." on stderr that says what, where and under which seed, and
 * exit code 99. Races are gathered instead, since one report hides the next: see cudasim_races.
 *
 * Environment: CUDASIM_SEED (random schedules; without it everything is in order), CUDASIM_ARCH (75, 80, 86, 89, 90,
 * 100, 120: the device described; 90), CUDASIM_DEVICES (how many; 1),
 * CUDASIM_MULTIPROCESSORS and CUDASIM_BLOCKS (of a device and resident on a multiprocessor, at most, if not what it
 * has), CUDASIM_MEMORY (MiB, likewise), CUDASIM_STACK (KiB per CUDA thread; 256), CUDASIM_PROFILE=1 (bank conflicts and
 * sectors by source line, at exit), CUDASIM_KERNELS (a library that runs kernels in the simulator's place: see
 * cudasim_kernel).
 */
#ifndef CUDASIM_CONTROL_H
#define CUDASIM_CONTROL_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum { CUDASIM_EXIT_CODE = 99 };

/** From here on, schedules are drawn from this seed; 0: in order. */
void cudasim_seed(uint64_t seed);

/** Describe another device, say 80 for sm_80, as do CUDASIM_ARCH and CUDASIM_DEVICES. @return 0 if it is known. */
int cudasim_describe(int arch, int devices);

enum {
    CUDASIM_ALLOCATION = 1,      /* cudaMalloc, cudaFree, ... of device or pinned memory, streams, events, graphs */
    CUDASIM_SYNCHRONISATION = 2, /* waiting for the device, or copying from or to pageable memory */
    CUDASIM_COPY = 4,            /* cudaMemcpy, cudaMemset, ... */
    CUDASIM_LAUNCH = 8,          /* of a kernel or a graph */
    CUDASIM_GRAPH = 16,          /* what makes a graph: captures, conditional nodes, executable graphs */
};

/** From here to cudasim_allow, a call of these kinds (or-ed) is an error. */
void cudasim_forbid(unsigned kinds);

/** From here to cudasim_allow, work for any stream but this one (NULL: the default stream) is an error. */
void cudasim_only_stream(void *stream);
void cudasim_allow(void);

/** Of the calls of these kinds (or-ed) from here on, the nth (from 1) fails as it would on a device; 0: none does. Of
    allocations only those of device and pinned memory can. */
void cudasim_fail(unsigned kinds, uint64_t nth);

/** @return how many calls of those kinds there were since the last cudasim_fail. */
uint64_t cudasim_calls(void);

/** @return how many allocations of device and pinned memory, streams, events and graphs are not given back. */
size_t cudasim_leaks(void);

/** @return how many pairs of racing source lines were reported since the last cudasim_forget_races. */
size_t cudasim_races(void);
void cudasim_forget_races(void);

/** From here on, count bank conflicts and sectors by source line, and print them at exit; as CUDASIM_PROFILE=1 does. */
void cudasim_profile(int wanted);

/** @return how many kernels ran; how many different ones; how many memory accesses the race checker saw (none if it is
 * not compiled in). */
uint64_t cudasim_kernels_run(void);
uint64_t cudasim_kernels_known(void);
uint64_t cudasim_accesses_seen(void);

/** A kernel about to run, as its launch gave it; valid during the call. */
typedef struct cudasim_kernel {
    const char *name; /**< as the launch spells it */
    const char *file; /**< the source that the launch was compiled from */
    unsigned grid[3], block[3];
    size_t dynamic_shared;
    int arch; /**< of the device */
    int argument_count;
    const void *const *arguments;
    const size_t *argument_bytes;
    void (*set_condition)(unsigned long long condition, unsigned value); /**< cudaGraphSetConditional() */
} cudasim_kernel;

/** What a library named by CUDASIM_KERNELS has under the name "cudasim_run_elsewhere": runs the kernel to its end.
   Device memory is open to it. @return NULL, or what went wrong */
typedef const char *cudasim_run_function(const cudasim_kernel *kernel);

/** Visit every allocation of the devices; for such a library. */
void cudasim_visit_allocations(void (*visit)(void *context, void *start, size_t bytes), void *context);

#ifdef __cplusplus
}
#endif

#endif
