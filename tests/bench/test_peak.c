/* The measured peak is a speed that a machine can have, and wider vectors do not make it slower. */

#include <stdbool.h>

#include <conelet/conelet.h>

#include "check.h"
#include "peak.h"

static bool has_isa(cnl_isa isa)
{
    cnl_context_options options = {.isa = isa};
    cnl_context *context;
    bool is_there = cnl_context_create(&options, &context, NULL) == CNL_OK;
    cnl_context_destroy(context);
    return is_there;
}

/* More than a tenth of a billion a second, less than any core does: 32 f64 operations in each of 8 billion cycles. */
static void peak_is_a_speed(void)
{
    double peak = peak_gflops("portable", 1);
    CHECK_THAT(peak > 0.1 && peak < 256, "%g Gflop/s", peak);
}

static void wider_is_not_slower(void)
{
    if (!has_isa(CNL_ISA_AVX2)) {
        check_skip("this CPU has no AVX2");
        return;
    }
    double portable = peak_gflops("portable", 1), avx2 = peak_gflops("avx2", 1);
    CHECK_THAT(avx2 > 0.8 * portable, "AVX2 %g, portable %g Gflop/s", avx2, portable);
    if (!has_isa(CNL_ISA_AVX512)) return;
    double avx512 = peak_gflops("avx512", 1);
    CHECK_THAT(avx512 > 0.8 * avx2, "AVX-512 %g, AVX2 %g Gflop/s", avx512, avx2);
}

static void unknown_instructions_are_measured_as_portable(void) { CHECK(peak_gflops("unheard of", 1) > 0.1); }

int main(int argc, char **argv)
{
    check_arguments(argc, argv);
    RUN(peak_is_a_speed);
    RUN(wider_is_not_slower);
    RUN(unknown_instructions_are_measured_as_portable);
    return check_report();
}
