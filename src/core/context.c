#include "context.h"

#include <omp.h>

#include "allocator.h"
#include "cpu/executors.h"
#include "device_backend.h"
#include "error.h"
#include "executor.h"

enum { MOST_THREADS = 1024 };

static cnl_status options_check(const cnl_context_options *options, cnl_error *error)
{
    if (options->threads < 0 || options->threads > MOST_THREADS)
        return error_set(error, CNL_INVALID_ARGUMENT, "threads must be 0 (automatic) to %d, not %d", MOST_THREADS,
                         options->threads);
    int isa = (int)options->isa;
    if (isa < CNL_ISA_AUTO || isa > CNL_ISA_AVX512)
        return error_set(error, CNL_INVALID_ARGUMENT, "isa must be one of cnl_isa, 0 to %d, not %d", CNL_ISA_AVX512,
                         isa);
    return CNL_OK;
}

static int default_threads(void)
{
    int threads = omp_get_max_threads();
    if (threads < 1) return 1;
    return threads < MOST_THREADS ? threads : MOST_THREADS;
}

static const char *isa_name(cnl_isa isa)
{
    switch (isa) {
    case CNL_ISA_AVX512:
        return "avx512";
    case CNL_ISA_AVX2:
        return "avx2";
    case CNL_ISA_PORTABLE:
        return "portable";
    case CNL_ISA_AUTO:
        break;
    }
    return "auto";
}

cnl_status context_keep(const cnl_context *made, cnl_context **kept, cnl_error *error)
{
    *kept = context_allocate(made, sizeof *made);
    if (*kept == NULL) return error_set(error, CNL_OUT_OF_MEMORY, "no memory for a context of %zu bytes", sizeof *made);
    **kept = *made;
    return CNL_OK;
}

cnl_status cnl_context_create(const cnl_context_options *options, cnl_context **context, cnl_error *error)
{
    if (context == NULL)
        return error_set(error, CNL_INVALID_ARGUMENT, "context must point to room for the new context, not be NULL");
    *context = NULL;

    cnl_context_options chosen = {0};
    if (options != NULL) chosen = *options;
    cnl_status status = allocator_choose(&chosen.allocator, error);
    if (status == CNL_OK) status = options_check(&chosen, error);
    if (status != CNL_OK) return status;

    cnl_context made = {.allocator = chosen.allocator, .threads = chosen.threads};
    if (made.threads == 0) made.threads = default_threads();
    status = cpu_executors(chosen.isa, &made.wide, &made.narrow, &made.single, &made.isa);
    if (status != CNL_OK)
        return error_set(error, status, "this CPU or this build does not have the instructions asked for: %s",
                         isa_name(chosen.isa));

    made.tile = made.wide->tile;
    return context_keep(&made, context, error);
}

void cnl_context_destroy(cnl_context *context)
{
    if (context == NULL) return;
    if (context->device) context->backend->context_destroy(context->device);
    /* a copy, as the allocator lives in the memory it frees */
    cnl_context last = *context;
    context_release(&last, context);
}

const char *cnl_context_isa_name(const cnl_context *context)
{
    return context->backend ? "cuda" : isa_name(context->isa);
}
