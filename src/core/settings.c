#include "settings.h"

#include "error.h"

cnl_settings cnl_settings_default(void)
{
    return (cnl_settings){.eps_abs = 1e-8,
                          .eps_rel = 1e-8,
                          .eps_infeasible = 1e-8,
                          .max_iterations = 100,
                          .method = CNL_METHOD_AUTO,
                          .keep_factors = 1};
}

/* The comparisons are written so that NaN fails them. */
cnl_status settings_check(const cnl_settings *settings, cnl_error *error)
{
    if (!(settings->eps_abs >= 0 && settings->eps_abs < 1))
        return error_set(error, CNL_INVALID_ARGUMENT, "eps_abs must be at least 0 and below 1, not %g",
                         settings->eps_abs);
    if (!(settings->eps_rel >= 0 && settings->eps_rel < 1))
        return error_set(error, CNL_INVALID_ARGUMENT, "eps_rel must be at least 0 and below 1, not %g",
                         settings->eps_rel);
    if (settings->eps_abs == 0 && settings->eps_rel == 0)
        return error_set(error, CNL_INVALID_ARGUMENT, "eps_abs and eps_rel are both 0, expected one above 0");
    if (!(settings->eps_infeasible > 0 && settings->eps_infeasible < 1))
        return error_set(error, CNL_INVALID_ARGUMENT, "eps_infeasible must be above 0 and below 1, not %g",
                         settings->eps_infeasible);
    if (settings->max_iterations < 1)
        return error_set(error, CNL_INVALID_ARGUMENT, "max_iterations must be at least 1, not %d",
                         settings->max_iterations);
    int method = (int)settings->method;
    if (method < CNL_METHOD_AUTO || method > CNL_METHOD_SPARSE)
        return error_set(error, CNL_INVALID_ARGUMENT, "method must be one of cnl_method, 0 to %d, not %d",
                         CNL_METHOD_SPARSE, method);
    if (settings->keep_factors != 0 && settings->keep_factors != 1)
        return error_set(error, CNL_INVALID_ARGUMENT, "keep_factors must be 0 or 1, not %d", settings->keep_factors);
    if (settings->f32 != 0 && settings->f32 != 1)
        return error_set(error, CNL_INVALID_ARGUMENT, "f32 must be 0 or 1, not %d", settings->f32);
    return CNL_OK;
}
