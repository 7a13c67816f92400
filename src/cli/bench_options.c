#include "bench_options.h"

#include <float.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "complain.h"
#include "family.h"
#include "flags.h"

/* A sentence that lists the families, for who misspelt one. */
static void complain_of_family(const char *name)
{
    char names[256] = "";
    for (int i = 0; i < family_count(); i++) {
        size_t used = strlen(names);
        snprintf(names + used, sizeof(names) - used, "%s%s", i == 0 ? "" : ", ", family_at(i)->name);
    }
    complain("--family expects one of %s, not \"%s\"", names, name);
}

/* Flags that are fine alone but not together. */
static bool is_consistent(const bench_options *options, bool json, bool csv)
{
    bool shapes_family = options->family != NULL || options->n > 0 || options->m > 0 || options->batch > 0;
    if (options->problem_path != NULL && shapes_family) {
        complain("bench expects either a file or a family: --family, --n, --m and --batch do not go with \"%s\"",
                 options->problem_path);
        return false;
    }
    if (json && csv) {
        complain("bench expects --json or --csv, not both");
        return false;
    }
    if (options->family != NULL && family_find(options->family) == NULL) {
        complain_of_family(options->family);
        return false;
    }
    return true;
}

bool bench_options_read(int count, char **arguments, bench_options *options)
{
    *options = (bench_options){.settings = cnl_settings_default(), .seed = 1, .repeat = 5};
    double eps = 1e-8;
    int method = CNL_METHOD_AUTO;
    bool json = false, csv = false, in_floats = false;

    const flag flags[] = {
        {"--family", FLAG_TEXT, &options->family, "the name of a family", 0, 0, NULL},
        {"--n", FLAG_INTEGER, &options->n, "a whole number from 1", 1, INT32_MAX, NULL},
        {"--m", FLAG_INTEGER, &options->m, "a whole number from 1", 1, INT32_MAX, NULL},
        {"--batch", FLAG_INTEGER, &options->batch, "a whole number from 1", 1, INT32_MAX, NULL},
        {"--seed", FLAG_INTEGER, &options->seed, "a whole number from 0", 0, 9e18, NULL},
        {"--vjp", FLAG_SWITCH, &options->vjp, NULL, 0, 0, NULL},
        {"--f32", FLAG_SWITCH, &in_floats, NULL, 0, 0, NULL},
        {"--eps", FLAG_REAL, &eps, "a number above 0 and below 1", DBL_TRUE_MIN, 1, NULL},
        {"--method", FLAG_CHOICE, &method, "auto, primal, dual or sparse", 0, 0, METHOD_WORDS},
        {"--device", FLAG_CHOICE, &options->machine.device, "cpu or cuda", 0, 0, DEVICE_WORDS},
        {"--isa", FLAG_CHOICE, &options->machine.isa, "auto, portable, avx2 or avx512", 0, 0, ISA_WORDS},
        {"--threads", FLAG_INTEGER, &options->machine.threads, "a whole number from 1 to 1024", 1, 1024, NULL},
        {"--repeat", FLAG_INTEGER, &options->repeat, "a whole number from 1 to 1000000", 1, 1e6, NULL},
        {"--json", FLAG_SWITCH, &json, NULL, 0, 0, NULL},
        {"--csv", FLAG_SWITCH, &csv, NULL, 0, 0, NULL},
        {"--plot", FLAG_TEXT, &options->plot_path, "a file name", 0, 0, NULL},
        {0},
    };
    if (!flags_read(flags, count, arguments, &options->problem_path)) return false;
    if (!is_consistent(options, json, csv)) return false;
    options->settings.eps_abs = eps;
    options->settings.eps_rel = 0;
    options->settings.method = (cnl_method)method;
    options->settings.keep_factors = options->vjp;
    options->settings.f32 = in_floats;
    options->format = json ? BENCH_JSON : (csv ? BENCH_CSV : BENCH_TEXT);
    return true;
}
