/* Plug-ins that do not fit, one for each FAKE_MISFIT: what a loader has to tell apart. */
#include "core/device_backend.h"

enum { OTHER_INTERFACE, OTHER_LIBRARY, NO_LIBRARY, INCOMPLETE, NO_TABLE };

__attribute__((visibility("default"))) device_backend_entry conelet_cuda_backend;

const device_backend *conelet_cuda_backend(void)
{
    static device_backend table = {.version = DEVICE_BACKEND_VERSION, .library = CONELET_VERSION, .tile = 1};
    switch (FAKE_MISFIT) {
    case OTHER_INTERFACE:
        table.version = DEVICE_BACKEND_VERSION + 6;
        table.library = (const char *)1; /* must not be followed */
        return &table;
    case OTHER_LIBRARY:
        table.library = "9.8.7";
        return &table;
    case NO_LIBRARY:
        table.library = NULL;
        return &table;
    case INCOMPLETE:
        return &table;
    default:
        return NULL;
    }
}
