/* A context takes its memory from the allocator it was given, and its options are checked. */
#include "context.h"

#include <stdint.h>
#include <string.h>

#include "check.h"
#include "counting_allocator.h"

static void the_defaults_work(void)
{
    cnl_context *context = NULL;
    if (!CHECK_OK(cnl_context_create(NULL, &context, NULL))) return;
    CHECK(context->threads >= 1);
    CHECK_STR(cnl_context_isa_name(context), "avx2");
    for (size_t bytes = 0; bytes < 200; bytes += 33) {
        unsigned char *memory = context_allocate(context, bytes);
        CHECK(memory != NULL);
        CHECK_INT((uintptr_t)memory % 64, 0);
        if (memory != NULL) memset(memory, 0, bytes);
        context_release(context, memory);
    }
    CHECK(context_allocate(context, SIZE_MAX) == NULL);
    context_release(context, NULL);
    cnl_context_destroy(context);
    cnl_context_destroy(NULL);
}

static void all_memory_comes_from_the_allocator(void)
{
    counter count = {.left = 100};
    cnl_context_options options = counting(&count);
    cnl_context *context = NULL;
    if (!CHECK_OK(cnl_context_create(&options, &context, NULL))) return;
    CHECK_INT(context->threads, 3);
    CHECK_INT(count.allocated, 1);
    void *memory = context_allocate(context, 0);
    CHECK(memory != NULL);
    CHECK_INT(count.allocated, 2);
    context_release(context, memory);
    context_release(context, NULL);
    CHECK_INT(count.released, 1);
    cnl_context_destroy(context);
    CHECK_INT(count.released, 2);
}

static void an_allocator_that_fails_is_reported(void)
{
    counter count = {.left = 0};
    cnl_context_options options = counting(&count);
    cnl_context *context = (cnl_context *)&count;
    cnl_error error = {0};
    CHECK_INT(cnl_context_create(&options, &context, &error), CNL_OUT_OF_MEMORY);
    CHECK(context == NULL);
    CHECK_INT(error.status, CNL_OUT_OF_MEMORY);
    CHECK_CONTAINS(error.message, "memory");
    CHECK_INT(count.released, 0);
}

typedef struct refusal {
    cnl_context_options options;
    cnl_status status;
    const char *says;
} refusal;

static const refusal refusals[] = {
    {{.threads = -1}, CNL_INVALID_ARGUMENT, "threads"},
    {{.threads = 1025}, CNL_INVALID_ARGUMENT, "threads"},
    {{.isa = (cnl_isa)4}, CNL_INVALID_ARGUMENT, "isa"},
    {{.isa = (cnl_isa)-1}, CNL_INVALID_ARGUMENT, "isa"},
    {{.allocator = {.allocate = count_allocate}}, CNL_INVALID_ARGUMENT, "allocator"},
    {{.allocator = {.release = count_release}}, CNL_INVALID_ARGUMENT, "allocator"},
    {{.isa = CNL_ISA_AVX512}, CNL_NOT_SUPPORTED, "avx512"},
};

static void a_bad_option_is_refused(const refusal *row)
{
    cnl_context *context = (cnl_context *)(uintptr_t)64;
    cnl_error error = {0};
    CHECK_INT(cnl_context_create(&row->options, &context, &error), row->status);
    CHECK(context == NULL);
    CHECK_INT(error.status, row->status);
    CHECK_CONTAINS(error.message, row->says);
}

static void there_must_be_room_for_the_context(void)
{
    CHECK_INT(cnl_context_create(NULL, NULL, NULL), CNL_INVALID_ARGUMENT);
}

int main(int argc, char **argv)
{
    check_arguments(argc, argv);
    RUN(the_defaults_work);
    RUN(all_memory_comes_from_the_allocator);
    RUN(an_allocator_that_fails_is_reported);
    RUN_CASES(a_bad_option_is_refused, refusals);
    RUN(there_must_be_room_for_the_context);
    return check_report();
}
