#include "machine.h"

#include <omp.h>
#include <stddef.h>

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

cnl_context *machine_open(const machine_options *options)
{
    if (options->device == DEVICE_CUDA) {
        complain("--device cuda is not in this build, which has no CUDA; leave it out or use --device cpu");
        return NULL;
    }
    cnl_context_options chosen = {.threads = (int32_t)options->threads, .isa = (cnl_isa)options->isa};
    cnl_context *context;
    cnl_error error;
    if (cnl_context_create(&chosen, &context, &error) != CNL_OK) {
        complain("%s", error.message);
        return NULL;
    }
    return context;
}

int machine_threads(const machine_options *options)
{
    return options->threads > 0 ? (int)options->threads : omp_get_max_threads();
}
