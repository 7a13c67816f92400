#include "launch_settle.h"

/* What to do without if the device does not take a kernel; 0: there is nothing else. */
static unsigned refusal_of(launch_kernel which, const kernel_plan *kernel)
{
    if (which == LAUNCH_SINGLE) return REFUSED_SINGLES;
    if (which == LAUNCH_KEPT_DERIVATIVE || which == LAUNCH_SINGLE_ADJOINT) return REFUSED_KEPT;
    if (which == LAUNCH_WARP_DERIVATIVE) return REFUSED_DIFFERENTIATORS << kernel->instance;
    if (kernel->executor == EXECUTOR_LIBRARY) return REFUSED_LIBRARY;
    if (kernel->executor != EXECUTOR_BLOCK) return 1u << kernel->instance;
    return kernel->slot_bytes == 0 ? REFUSED_SHARED : 0;
}

/* Ask for one kernel. Returns 0, or the error, and then what to do without. */
static int ask_for(const launch_device *device, launch_kernel which, const kernel_plan *kernel, int *resident,
                   unsigned *refused)
{
    *resident = 0;
    int failed = device->ask(device->context, which, kernel, resident);
    if (failed == 0 && *resident > 0) return 0;
    *refused |= refusal_of(which, kernel);
    return failed == 0 ? LAUNCH_NO_ROOM : failed;
}

/* Ask for all kernels of a plan, and size their grids by what the device says. */
static int ask_for_all(const launch_needs *needs, int64_t max_batch, const launch_device *device, launch_plan *made,
                       unsigned *refused)
{
    int resident = 0;
    int failed = made->single.blocks > 0 ? ask_for(device, LAUNCH_SINGLE, &made->single, &resident, refused) : 0;
    if (failed) return failed;
    if (made->single.blocks > 0) kernel_plan_fill(&made->single, max_batch, device->traits, resident);
    failed = ask_for(device, LAUNCH_SOLVE, &made->solve, &resident, refused);
    if (failed) return failed;
    kernel_plan_fill(&made->solve, max_batch, device->traits, resident);
    failed = ask_for(device, LAUNCH_RESCUE, &made->rescue, &resident, refused);
    if (failed) return failed;
    kernel_plan_fill(&made->rescue, max_batch, device->traits, resident);
    failed = ask_for(device, LAUNCH_DERIVATIVE, &made->derivative, &resident, refused);
    if (failed) return failed;
    derivative_plan_fill(&made->derivative, needs, max_batch, device->traits, resident);
    const struct {
        launch_kernel which;
        kernel_plan *kernel;
    } optional[] = {{LAUNCH_WARP_DERIVATIVE, &made->warp_derivative},
                    {LAUNCH_KEPT_DERIVATIVE, &made->kept_derivative},
                    {LAUNCH_SINGLE_ADJOINT, &made->single_adjoint}};
    for (int k = 0; k < 3; k++) {
        if (optional[k].kernel->blocks == 0) continue;
        failed = ask_for(device, optional[k].which, optional[k].kernel, &resident, refused);
        if (failed) return failed;
        derivative_plan_fill(optional[k].kernel, needs, max_batch, device->traits, resident);
    }
    return 0;
}

int launch_plan_settle(const launch_needs *needs, int64_t max_batch, const launch_device *device, launch_plan *made)
{
    unsigned refused = 0;
    for (;;) {
        unsigned before = refused;
        *made = launch_plan_make(needs, max_batch, device->traits, refused);
        int failed = ask_for_all(needs, max_batch, device, made, &refused);
        if (failed == 0 || refused == before) return failed;
    }
}
