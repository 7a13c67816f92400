/* The kernels of the table kept_differentiators in instances.h. */
#include "kept_vjp.h"

extern const kept_vjp kept_thread_10, kept_vjp_16, kept_vjp_24, kept_vjp_32, kept_vjp_40, kept_vjp_48, kept_vjp_56,
    kept_vjp_64;

const kept_vjp *kept_vjp_of(int instance)
{
    static const kept_vjp *const all[INSTANCE_COUNT] = {
        &kept_thread_10, &kept_vjp_16, &kept_vjp_24, &kept_vjp_32,
        &kept_vjp_40,    &kept_vjp_48, &kept_vjp_56, &kept_vjp_64,
    };
    return all[instance];
}
