/* What is read from object files is what kernels need: here of some of which that is known. */
#include <string.h>

#include "check.h"
#include "kernel_code.h"

enum { MOST_REGISTERS_OF_SPILLED = 32 };

static kernel_code kernels[64];
static int kernel_count;

/* The first architecture's. */
static const kernel_code *kernel_of(const char *name)
{
    for (int k = 0; k < kernel_count; k++)
        if (strcmp(kernels[k].name, name) == 0) return &kernels[k];
    CHECK_THAT(false, "no kernel %s in %s", name, PROBES);
    return &kernels[0];
}

static void all_kernels_are_found(void)
{
    kernel_count = kernel_code_read(PROBES, kernels, 64);
    CHECK(kernel_count >= 3 && kernel_count % 3 == 0);
    for (int k = 0; k < kernel_count; k++) {
        CHECK_STR(kernels[k].file, "probes");
        CHECK(kernels[k].compiler[0] == 'V');
        CHECK(kernels[k].architecture >= 75);
        CHECK(kernels[k].registers >= 8 && kernels[k].registers <= 255);
        CHECK(kernels[k].code_bytes >= 128);
    }
}

static void shared_memory_is_counted(void)
{
    CHECK_INT(kernel_of("in_shared")->static_bytes, 64 * sizeof(double));
    CHECK_INT(kernel_of("in_shared")->local_bytes, 0);
    CHECK_INT(kernel_of("indexed")->static_bytes, 0);
}

static void an_indexed_array_is_no_spill(void)
{
    CHECK_INT(kernel_of("indexed")->local_bytes, 50 * sizeof(double));
    CHECK_INT(kernel_of("indexed")->spills, 0);
}

static void spills_are_seen(void)
{
    CHECK_INT(kernel_of("spilled")->registers, MOST_REGISTERS_OF_SPILLED);
    CHECK(kernel_of("spilled")->spills > 0);
    CHECK(kernel_of("spilled")->local_bytes > 0);
    CHECK_INT(kernel_of("in_shared")->spills, 0);
}

static void what_is_no_object_file_is_refused(void)
{
    CHECK_INT(kernel_code_read("no such file", kernels, 64), -1);
    CHECK_INT(kernel_code_read(PROBES, kernels, 1), -1); /* no room */
}

int main(int argc, char **argv)
{
    check_arguments(argc, argv);
    RUN(all_kernels_are_found);
    RUN(shared_memory_is_counted);
    RUN(an_indexed_array_is_no_spill);
    RUN(spills_are_seen);
    RUN(what_is_no_object_file_is_refused);
    return check_report();
}
