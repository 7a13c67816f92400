#include "machine.h"

#include <omp.h>
#include <stddef.h>

#include "complain.h"

const char *const METHOD_WORDS[] = {"auto", "primal", "dual", "sparse", NULL};

const char *const DEVICE_WORDS[] = {"cpu", "cuda", NULL};

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

cnl_context *machine_open(int device, long long threads)
{
    if (device == DEVICE_CUDA) {
        complain("--device cuda is not in this build, which has no CUDA; leave it out or use --device cpu");
        return NULL;
    }
    cnl_context_options options = {.threads = (int32_t)threads};
    cnl_context *context;
    cnl_error error;
    if (cnl_context_create(&options, &context, &error) != CNL_OK) {
        complain("%s", error.message);
        return NULL;
    }
    return context;
}

int machine_threads(long long threads) { return threads > 0 ? (int)threads : omp_get_max_threads(); }
