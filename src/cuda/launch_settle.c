#include "launch_settle.h"

/* What to do without if the device does not take a kernel; 0: there is nothing else. */
static unsigned refusal_of(const kernel_plan *kernel)
{
    if (kernel->executor != EXECUTOR_BLOCK) return 1u << kernel->instance;
    return kernel->slot_bytes == 0 ? REFUSED_SHARED : 0;
}

/* Ask for one kernel. Returns 0, or the error, and then what to do without. */
static int ask_for(launch_kernel which, const kernel_plan *kernel, launch_ask *ask, int *resident, unsigned *refused)
{
    *resident = 0;
    int failed = ask(which, kernel, resident);
    if (failed == 0 && *resident > 0) return 0;
    *refused |= refusal_of(kernel);
    return failed == 0 ? LAUNCH_NO_ROOM : failed;
}

/* Ask for all kernels of a plan, and size their grids by what the device says. */
static int ask_for_all(const launch_needs *needs, int64_t max_batch, const device_traits *device, launch_ask *ask,
                       launch_plan *made, unsigned *refused)
{
    int resident = 0;
    int failed = ask_for(LAUNCH_SOLVE, &made->solve, ask, &resident, refused);
    if (failed) return failed;
    kernel_plan_fill(&made->solve, max_batch, device, resident);
    failed = ask_for(LAUNCH_RESCUE, &made->rescue, ask, &resident, refused);
    if (failed) return failed;
    kernel_plan_fill(&made->rescue, max_batch, device, resident);
    failed = ask_for(LAUNCH_DERIVATIVE, &made->derivative, ask, &resident, refused);
    if (failed) return failed;
    derivative_plan_fill(&made->derivative, needs, max_batch, device, resident);
    return 0;
}

int launch_plan_settle(const launch_needs *needs, int64_t max_batch, const device_traits *device, launch_ask *ask,
                       launch_plan *made)
{
    unsigned refused = 0;
    for (;;) {
        unsigned before = refused;
        *made = launch_plan_make(needs, max_batch, device, refused);
        int failed = ask_for_all(needs, max_batch, device, ask, made, &refused);
        if (failed == 0 || refused == before) return failed;
    }
}
