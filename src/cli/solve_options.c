#include "solve_options.h"

#include <float.h>
#include <stddef.h>
#include <stdint.h>

#include "complain.h"
#include "flags.h"

bool solve_options_read(int count, char **arguments, solve_options *options)
{
    *options = (solve_options){.settings = cnl_settings_default()};
    double eps = options->settings.eps_abs;
    double eps_rel = -1;
    long long max_iterations = options->settings.max_iterations;
    int method = CNL_METHOD_AUTO;

    const flag flags[] = {
        {"-o", FLAG_TEXT, &options->output_path, "a file name", 0, 0, NULL},
        {"--vjp", FLAG_TEXT, &options->cotangent_path, "a file name", 0, 0, NULL},
        {"--jvp", FLAG_TEXT, &options->change_path, "a file name", 0, 0, NULL},
        {"--eps", FLAG_REAL, &eps, "a number above 0 and below 1", DBL_TRUE_MIN, 1, NULL},
        {"--eps-rel", FLAG_REAL, &eps_rel, "a number from 0 and below 1", 0, 1, NULL},
        {"--max-iter", FLAG_INTEGER, &max_iterations, "a whole number from 1", 1, INT32_MAX, NULL},
        {"--threads", FLAG_INTEGER, &options->machine.threads, "a whole number from 1 to 1024", 1, 1024, NULL},
        {"--method", FLAG_CHOICE, &method, "auto, primal, dual or sparse", 0, 0, METHOD_WORDS},
        {"--device", FLAG_CHOICE, &options->machine.device, "cpu or cuda", 0, 0, DEVICE_WORDS},
        {"--isa", FLAG_CHOICE, &options->machine.isa, "auto, portable, avx2 or avx512", 0, 0, ISA_WORDS},
        {"--json", FLAG_SWITCH, &options->json, NULL, 0, 0, NULL},
        {0},
    };
    if (!flags_read(flags, count, arguments, &options->problem_path)) return false;
    if (options->problem_path == NULL) {
        complain("solve expects the name of a problem file; see \"conelet help solve\"");
        return false;
    }
    options->settings.eps_abs = eps;
    options->settings.eps_rel = eps_rel >= 0 ? eps_rel : eps;
    options->settings.max_iterations = (int32_t)max_iterations;
    options->settings.method = (cnl_method)method;
    options->settings.keep_factors = options->cotangent_path || options->change_path;
    return true;
}
