/* The default settings are accepted; every value out of range is refused by its name. */
#include "settings.h"

#include <math.h>

#include "check.h"

static void the_defaults_are_accepted(void)
{
    cnl_settings settings = cnl_settings_default();
    CHECK_OK(settings_check(&settings, NULL));
    CHECK_NEAR(settings.eps_abs, 1e-8, 0);
    CHECK_NEAR(settings.eps_rel, 1e-8, 0);
    CHECK_NEAR(settings.eps_infeasible, 1e-8, 0);
    CHECK_INT(settings.max_iterations, 100);
    CHECK_INT(settings.keep_factors, 1);
    CHECK_INT(settings.method, CNL_METHOD_AUTO);
}

static void one_tolerance_may_be_zero(void)
{
    cnl_settings settings = cnl_settings_default();
    settings.eps_rel = 0;
    CHECK_OK(settings_check(&settings, NULL));
    settings.eps_rel = 1e-8;
    settings.eps_abs = 0;
    CHECK_OK(settings_check(&settings, NULL));
}

typedef struct refusal {
    cnl_settings settings;
    const char *says;
} refusal;

static const refusal refusals[] = {
    {{-1e-8, 1e-8, 1e-8, 100, CNL_METHOD_AUTO, 1, 0}, "eps_abs"},
    {{1, 1e-8, 1e-8, 100, CNL_METHOD_AUTO, 1, 0}, "eps_abs"},
    {{NAN, 1e-8, 1e-8, 100, CNL_METHOD_AUTO, 1, 0}, "eps_abs"},
    {{1e-8, -1e-8, 1e-8, 100, CNL_METHOD_AUTO, 1, 0}, "eps_rel"},
    {{1e-8, 1, 1e-8, 100, CNL_METHOD_AUTO, 1, 0}, "eps_rel"},
    {{1e-8, NAN, 1e-8, 100, CNL_METHOD_AUTO, 1, 0}, "eps_rel"},
    {{0, 0, 1e-8, 100, CNL_METHOD_AUTO, 1, 0}, "both 0"},
    {{1e-8, 1e-8, 0, 100, CNL_METHOD_AUTO, 1, 0}, "eps_infeasible"},
    {{1e-8, 1e-8, 1, 100, CNL_METHOD_AUTO, 1, 0}, "eps_infeasible"},
    {{1e-8, 1e-8, NAN, 100, CNL_METHOD_AUTO, 1, 0}, "eps_infeasible"},
    {{1e-8, 1e-8, 1e-8, 0, CNL_METHOD_AUTO, 1, 0}, "max_iterations"},
    {{1e-8, 1e-8, 1e-8, 100, (cnl_method)4, 1, 0}, "method"},
    {{1e-8, 1e-8, 1e-8, 100, (cnl_method)-1, 1, 0}, "method"},
    {{1e-8, 1e-8, 1e-8, 100, CNL_METHOD_AUTO, 2, 0}, "keep_factors"},
    {{1e-8, 1e-8, 1e-8, 100, CNL_METHOD_AUTO, 1, 2}, "f32"},
};

static void a_value_out_of_range_is_refused(const refusal *row)
{
    cnl_error error = {0};
    CHECK_INT(settings_check(&row->settings, &error), CNL_INVALID_ARGUMENT);
    CHECK_CONTAINS(error.message, row->says);
}

int main(int argc, char **argv)
{
    check_arguments(argc, argv);
    RUN(the_defaults_are_accepted);
    RUN(one_tolerance_may_be_zero);
    RUN_CASES(a_value_out_of_range_is_refused, refusals);
    return check_report();
}
