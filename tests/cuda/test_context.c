/* A context on a device and its arrays, with a plug-in that pretends; and the same functions on the CPU. */
#include <string.h>

#include "allocator.h"
#include "check.h"
#include "opened.h"

static fake_control *fake;

static void check_clean(const counting_allocator *counts)
{
    CHECK_INT(counts->live, 0);
    CHECK_INT(counts->strange_requests, 0);
    CHECK_INT(counts->strange_releases, 0);
    CHECK_INT(counts->overruns, 0);
    CHECK_INT(fake->contexts, 0);
    CHECK_INT(fake->live, 0);
}

static void it_tells_where_it_is(void)
{
    cnl_context *there = NULL, *here = NULL;
    if (!CHECK_OK(cnl_context_create_cuda(NULL, &there, NULL))) return;
    CHECK_INT(cnl_context_is_cuda(there), 1);
    CHECK_STR(cnl_context_device_name(there), FAKE_DEVICE_NAME);
    CHECK_STR(cnl_context_isa_name(there), "cuda");
    CHECK_OK(cnl_context_create(NULL, &here, NULL));
    CHECK_INT(cnl_context_is_cuda(here), 0);
    CHECK_STR(cnl_context_device_name(here), "cpu");
    CHECK_INT(fake->contexts, 1);
    cnl_context_destroy(there);
    cnl_context_destroy(here);
    CHECK_INT(fake->contexts, 0);
}

static void check_round_trip(cnl_context *context, size_t bytes)
{
    unsigned char sent[300], got[300];
    void *memory = NULL;
    for (size_t k = 0; k < sizeof sent; k++) sent[k] = (unsigned char)(7 * k + 1);
    memset(got, 0, sizeof got);
    if (!CHECK_OK(cnl_array_allocate(context, bytes, &memory))) return;
    CHECK(memory != NULL);
    CHECK_OK(cnl_array_upload(context, memory, sent, bytes));
    CHECK_OK(cnl_context_synchronize(context));
    CHECK_OK(cnl_array_download(context, got, memory, bytes));
    CHECK_INT(memcmp(sent, got, bytes), 0);
    cnl_array_release(context, memory);
}

static void arrays_go_there_and_back(void)
{
    cnl_context *contexts[2] = {NULL, NULL};
    CHECK_OK(cnl_context_create_cuda(NULL, &contexts[0], NULL));
    CHECK_OK(cnl_context_create(NULL, &contexts[1], NULL));
    for (int k = 0; k < 2; k++) {
        check_round_trip(contexts[k], 300);
        check_round_trip(contexts[k], 1);
        check_round_trip(contexts[k], 0);
        cnl_array_release(contexts[k], NULL);
        cnl_context_destroy(contexts[k]);
    }
    CHECK_INT(fake->live, 0);
}

static void arrays_of_a_cpu_come_from_its_allocator(void)
{
    counting_allocator counts;
    counting_allocator_begin(&counts);
    cnl_context_options options = counting_options(&counts, 1);
    cnl_context *context = NULL;
    void *memory = NULL;
    CHECK_OK(cnl_context_create(&options, &context, NULL));
    CHECK_OK(cnl_array_allocate(context, 1000, &memory));
    CHECK_INT(counts.live, 2);
    CHECK_INT((uintptr_t)memory % 64, 0);
    cnl_array_release(context, memory);
    counts.fail_at = counts.calls + 1;
    CHECK_INT(cnl_array_allocate(context, 1000, &memory), CNL_OUT_OF_MEMORY);
    CHECK(memory == NULL);
    cnl_context_destroy(context);
    check_clean(&counts);
}

/* Before anything is passed on. */
static void arguments_are_checked(void)
{
    cnl_context *contexts[2] = {NULL, NULL};
    CHECK_OK(cnl_context_create_cuda(NULL, &contexts[0], NULL));
    CHECK_OK(cnl_context_create(NULL, &contexts[1], NULL));
    unsigned char byte = 1;
    for (int k = 0; k < 2; k++) {
        CHECK_INT(cnl_array_allocate(contexts[k], 1, NULL), CNL_INVALID_ARGUMENT);
        CHECK_INT(cnl_array_upload(contexts[k], NULL, &byte, 1), CNL_INVALID_ARGUMENT);
        CHECK_INT(cnl_array_upload(contexts[k], &byte, NULL, 1), CNL_INVALID_ARGUMENT);
        CHECK_INT(cnl_array_download(contexts[k], NULL, &byte, 1), CNL_INVALID_ARGUMENT);
        CHECK_INT(cnl_array_download(contexts[k], &byte, NULL, 1), CNL_INVALID_ARGUMENT);
        CHECK_OK(cnl_array_upload(contexts[k], NULL, NULL, 0));
        CHECK_OK(cnl_array_download(contexts[k], NULL, NULL, 0));
        cnl_context_destroy(contexts[k]);
    }
    void *memory = &byte;
    CHECK_INT(cnl_array_allocate(NULL, 1, &memory), CNL_INVALID_ARGUMENT);
    CHECK(memory == NULL);
    CHECK_INT(cnl_array_upload(NULL, &byte, &byte, 1), CNL_INVALID_ARGUMENT);
    CHECK_INT(cnl_array_download(NULL, &byte, &byte, 1), CNL_INVALID_ARGUMENT);
    CHECK_INT(cnl_context_synchronize(NULL), CNL_INVALID_ARGUMENT);
    CHECK_INT(cnl_context_create_cuda(NULL, NULL, NULL), CNL_INVALID_ARGUMENT);
}

static void *some_memory(void *user, size_t bytes, size_t alignment)
{
    (void)user, (void)bytes, (void)alignment;
    return NULL;
}

typedef struct refusal {
    cnl_cuda_options options;
    cnl_status fail_at_creation;
    cnl_status status;
    const char *says;
} refusal;

static const refusal refusals[] = {
    {{.device = -1}, CNL_OK, CNL_INVALID_ARGUMENT, "device must be from 0, not -1"},
    {{.device = 3}, CNL_OK, CNL_INVALID_ARGUMENT, "device must be from 0 to 0, not 3"},
    {{.allocator = {.allocate = some_memory}}, CNL_OK, CNL_INVALID_ARGUMENT, "allocator"},
    {{.device = 0}, CNL_DEVICE_ERROR, CNL_DEVICE_ERROR, "the pretended device does not start"},
};

static void a_context_is_refused(const refusal *row)
{
    cnl_context *context = (cnl_context *)(uintptr_t)64;
    cnl_error error = {0};
    fake->fail_at_creation = row->fail_at_creation;
    CHECK_INT(cnl_context_create_cuda(&row->options, &context, &error), row->status);
    fake->fail_at_creation = CNL_OK;
    CHECK(context == NULL);
    CHECK_INT(error.status, row->status);
    CHECK_CONTAINS(error.message, row->says);
    CHECK_INT(fake->contexts, 0);
}

static void any_allocation_may_fail(void)
{
    for (long fail_at = 1;; fail_at++) {
        counting_allocator counts;
        counting_allocator_begin(&counts);
        counts.fail_at = fail_at;
        cnl_cuda_options options = {.allocator = counting_allocator_view(&counts)};
        cnl_context *context = NULL;
        cnl_error error = {0};
        cnl_status status = cnl_context_create_cuda(&options, &context, &error);
        CHECK_INT(context != NULL, status == CNL_OK);
        cnl_context_destroy(context);
        check_clean(&counts);
        if (status == CNL_OK) {
            CHECK_INT(fail_at, 3); /* the context, and its part of the plug-in */
            return;
        }
        CHECK_INT(status, CNL_OUT_OF_MEMORY);
        CHECK_INT(error.status, CNL_OUT_OF_MEMORY);
        CHECK_CONTAINS(error.message, "memory");
    }
}

static void the_device_may_fail(void)
{
    cnl_context *context = NULL;
    void *memory = NULL;
    unsigned char byte = 1;
    CHECK_OK(cnl_context_create_cuda(NULL, &context, NULL));
    fake->allocation_fails_at = fake->allocations + 1;
    CHECK_INT(cnl_array_allocate(context, 10, &memory), CNL_OUT_OF_MEMORY);
    CHECK(memory == NULL);
    CHECK_OK(cnl_array_allocate(context, 10, &memory));
    fake->fail = CNL_DEVICE_ERROR;
    CHECK_INT(cnl_context_synchronize(context), CNL_DEVICE_ERROR);
    CHECK_INT(cnl_array_upload(context, memory, &byte, 1), CNL_DEVICE_ERROR);
    CHECK_INT(cnl_array_download(context, &byte, memory, 1), CNL_DEVICE_ERROR);
    fake->fail = CNL_OK;
    CHECK_OK(cnl_context_synchronize(context));
    cnl_array_release(context, memory);
    cnl_context_destroy(context);
    CHECK_INT(fake->live, 0);
}

int main(int argc, char **argv)
{
    check_arguments(argc, argv);
    fake = open_fake_plugin();
    RUN(it_tells_where_it_is);
    RUN(arrays_go_there_and_back);
    RUN(arrays_of_a_cpu_come_from_its_allocator);
    RUN(arguments_are_checked);
    RUN_CASES(a_context_is_refused, refusals);
    RUN(any_allocation_may_fail);
    RUN(the_device_may_fail);
    return check_report();
}
