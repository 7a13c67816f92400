/* The three functions of the driver that tell whether a plug-in is worth opening. They are declared here, so that this
   library builds without the toolkit; on 64-bit Linux the driver's calling convention is the C compiler's own. */
#include "cuda_driver.h"

#include <dlfcn.h>
#include <stddef.h>
#include <string.h>

#include "error.h"

/* Of the driver's enumeration of errors. */
enum { DRIVER_SUCCESS = 0, DRIVER_NO_DEVICE = 100 };

typedef struct driver {
    int (*init)(unsigned flags);
    int (*device_count)(int *count);
    int (*error_name)(int code, const char **name); /* may be missing */
} driver;

/* Store the address of a function; C has no cast from an object's address to a function's. */
static int find_function(void *library, const char *name, void *function, size_t size)
{
    void *symbol = dlsym(library, name);
    if (symbol != NULL) memcpy(function, &symbol, size);
    return symbol != NULL;
}

static cnl_status refuse(const driver *found, int code, const char *what, cnl_error *error)
{
    const char *name = NULL;
    if (code == DRIVER_NO_DEVICE) return error_set(error, CNL_NOT_SUPPORTED, "no CUDA device");
    if (found->error_name == NULL || found->error_name(code, &name) != DRIVER_SUCCESS || name == NULL)
        name = "an error without a name";
    return error_set(error, CNL_NOT_SUPPORTED, "the CUDA driver does not work: %s answers %s (%d)", what, name, code);
}

cnl_status cuda_driver_start(cnl_error *error)
{
    void *library = dlopen("libcuda.so.1", RTLD_NOW | RTLD_LOCAL);
    if (library == NULL) return error_set(error, CNL_NOT_SUPPORTED, "no CUDA driver (%s)", dlerror());

    driver found = {0};
    if (!find_function(library, "cuInit", &found.init, sizeof found.init) ||
        !find_function(library, "cuDeviceGetCount", &found.device_count, sizeof found.device_count))
        return error_set(error, CNL_NOT_SUPPORTED, "no CUDA driver (libcuda.so.1 lacks its functions)");
    find_function(library, "cuGetErrorName", &found.error_name, sizeof found.error_name);

    int code = found.init(0);
    if (code != DRIVER_SUCCESS) return refuse(&found, code, "cuInit", error);
    int count = 0;
    code = found.device_count(&count);
    if (code != DRIVER_SUCCESS) return refuse(&found, code, "cuDeviceGetCount", error);
    if (count < 1) return error_set(error, CNL_NOT_SUPPORTED, "no CUDA device");
    return CNL_OK;
}
