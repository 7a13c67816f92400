/* ask_for_cuda LIBRARY: opens that libconelet, asks it from several threads at once, and then once more, for a context
   on a device, and prints "STATUS: sentence" or "STATUS: name of the device", and how long the opening took:

       3: no CUDA device
       opened in 1.23 ms

   It links no libconelet itself, so that each run can take another one. */
#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <conelet/cuda.h>

enum { THREADS = 8 };

typedef struct library {
    cnl_status (*create)(const cnl_cuda_options *options, cnl_context **context, cnl_error *error);
    const char *(*device_name)(const cnl_context *context);
    void (*destroy)(cnl_context *context);
} library;

static library conelet;

static void find(void *handle, const char *name, void *function)
{
    void *symbol = dlsym(handle, name);
    if (symbol == NULL) {
        fprintf(stderr, "no %s\n", name);
        exit(1);
    }
    memcpy(function, &symbol, sizeof symbol);
}

static void *ask(void *result)
{
    cnl_error *told = result;
    cnl_context *context;
    told->status = conelet.create(NULL, &context, told);
    if (told->status != CNL_OK) return NULL;
    snprintf(told->message, sizeof told->message, "%s", conelet.device_name(context));
    conelet.destroy(context);
    return NULL;
}

static double milliseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return 1e3 * (double)now.tv_sec + 1e-6 * (double)now.tv_nsec;
}

int main(int argc, char **argv)
{
    if (argc != 2) return 2;
    double start = milliseconds();
    void *handle = dlopen(argv[1], RTLD_NOW | RTLD_LOCAL);
    double took = milliseconds() - start;
    if (handle == NULL) {
        fprintf(stderr, "%s\n", dlerror());
        return 1;
    }
    find(handle, "cnl_context_create_cuda", &conelet.create);
    find(handle, "cnl_context_device_name", &conelet.device_name);
    find(handle, "cnl_context_destroy", &conelet.destroy);

    static cnl_error told[THREADS + 1];
    pthread_t threads[THREADS];
    for (int k = 0; k < THREADS; k++) pthread_create(&threads[k], NULL, ask, &told[k]);
    for (int k = 0; k < THREADS; k++) pthread_join(threads[k], NULL);
    ask(&told[THREADS]);
    for (int k = 0; k < THREADS; k++) {
        if (memcmp(&told[k], &told[THREADS], sizeof told[k]) == 0) continue;
        printf("the answers differ: %s / %s\n", told[k].message, told[THREADS].message);
        return 1;
    }
    printf("%d: %s\nopened in %.3f ms\n", (int)told[0].status, told[0].message, took);
    return 0;
}
