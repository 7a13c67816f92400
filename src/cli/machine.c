#include "machine.h"

#include <omp.h>
#include <stdio.h>

#include "complain.h"

const char *const METHOD_WORDS[] = {"auto", "primal", "dual", "sparse", NULL};

const char *const DEVICE_WORDS[] = {"cpu", "cuda", NULL};

const char *const ISA_WORDS[] = {"auto", "portable", "avx2", "avx512", NULL};

const char *layout_word(cnl_layout layout)
{
    switch (layout) {
    case CNL_DENSE:
        return "dense";
    case CNL_CSC:
        return "sparse";
    default:
        return "absent";
    }
}

static cnl_status open_context(const machine_options *options, cnl_context **context, cnl_error *error)
{
    if (options->device == DEVICE_CUDA) return cnl_context_create_cuda(NULL, context, error);
    cnl_context_options chosen = {.threads = (int32_t)options->threads, .isa = (cnl_isa)options->isa};
    return cnl_context_create(&chosen, context, error);
}

cnl_context *machine_open(const machine_options *options)
{
    cnl_context *context;
    cnl_error error;
    if (open_context(options, &context, &error) == CNL_OK) return context;
    complain("%s%s", options->device == DEVICE_CUDA ? "--device cuda: " : "", error.message);
    return NULL;
}

int machine_threads(const machine_options *options)
{
    if (options->device == DEVICE_CUDA) return 0;
    return options->threads > 0 ? (int)options->threads : omp_get_max_threads();
}

void machine_words(const cnl_context *context, int threads, char *words, size_t size)
{
    if (cnl_context_is_cuda(context))
        snprintf(words, size, "%s", cnl_context_device_name(context));
    else
        snprintf(words, size, "%s, %d thread%s", cnl_context_isa_name(context), threads, threads == 1 ? "" : "s");
}
