/* The table that the core finds in this plug-in. */
#include "device_solver.h"

static const device_backend table = {
    DEVICE_BACKEND_VERSION,
    CONELET_VERSION,
    1,
    device_context_create,
    device_context_destroy,
    device_context_name,
    device_context_synchronize,
    device_array_allocate,
    device_array_release,
    device_array_upload,
    device_array_download,
    device_solver_size,
    device_solver_create,
    device_solver_destroy,
    device_solve,
    device_vjp,
    device_jvp,
    device_solve_f32,
    device_vjp_f32,
    device_jvp_f32,
};

extern "C" __attribute__((visibility("default"))) const device_backend *conelet_cuda_backend(void) { return &table; }
