/* Several solvers on several threads at once, with one context: each gives what it gives alone. For ThreadSanitizer. */
#include <pthread.h>
#include <stdlib.h>

#include "check.h"
#include "dense.h"
#include "fixture.h"

enum { THREADS = 4, REPEATS = 5, BATCH = 37 };

/* What one thread does: its own solver, a context that all share. */
typedef struct worker {
    pthread_t thread;
    const cnl_context *context;
    const stored *stored;
    cnl_method method;
    answers got;
    double *gradient; /* with respect to c */
    int failures;
} worker;

/* Checks belong to the main thread: failures are counted here and checked there. */
static void *work(void *memory)
{
    worker *self = memory;
    for (int repeat = 0; repeat < REPEATS; repeat++) {
        cnl_settings settings = cnl_settings_default();
        cnl_solver *solver = NULL;
        settings.method = self->method;
        self->failures +=
            cnl_solver_create(self->context, &self->stored->structure, &settings, BATCH, &solver, NULL) != CNL_OK;
        self->failures += cnl_solve(solver, BATCH, &self->stored->data, &self->got.view) != CNL_OK;
        self->failures += cnl_vjp(solver, BATCH, &self->stored->data, &(cnl_cotangent){.dx = self->got.x},
                                  &(cnl_gradient){.dc = self->gradient}) != CNL_OK;
        cnl_solver_destroy(solver);
    }
    return NULL;
}

static void solvers_do_not_disturb_each_other(const int32_t *threads_each)
{
    static const cnl_method methods[THREADS] = {CNL_METHOD_AUTO, CNL_METHOD_PRIMAL, CNL_METHOD_SPARSE, CNL_METHOD_DUAL};
    programs all[THREADS];
    stored kept[THREADS];
    worker alone[THREADS];
    worker together[THREADS];
    cnl_context *context = NULL;
    CHECK_OK(cnl_context_create(&(cnl_context_options){.threads = *threads_each}, &context, NULL));
    for (int k = 0; k < THREADS; k++) {
        known_recipe recipe = {
            .batch = BATCH, .n = 6 + k, .cones = {.z = k, .l = 8}, .rank = 6 + k, .density = 1, .seed = 40};
        all[k] = known_programs(&recipe);
        kept[k] = stored_create(&all[k], (layout){0});
        worker made = {.context = context, .stored = &kept[k], .method = methods[k]};
        alone[k] = together[k] = made;
        alone[k].got = answers_create(BATCH, all[k].n, all[k].m);
        alone[k].gradient = numbers_create((int64_t)BATCH * all[k].n);
        together[k].got = answers_create(BATCH, all[k].n, all[k].m);
        together[k].gradient = numbers_create((int64_t)BATCH * all[k].n);
        work(&alone[k]);
    }
    for (int k = 0; k < THREADS; k++) CHECK_OK(pthread_create(&together[k].thread, NULL, work, &together[k]));
    for (int k = 0; k < THREADS; k++) CHECK_OK(pthread_join(together[k].thread, NULL));
    for (int k = 0; k < THREADS; k++) {
        check_note("worker %d", k);
        CHECK_INT(alone[k].failures, 0);
        CHECK_INT(together[k].failures, 0);
        check_same_answers(&together[k].got, 0, &alone[k].got, 0, BATCH);
        CHECK_BITS(together[k].gradient, alone[k].gradient, BATCH, all[k].n);
        answers_free(&alone[k].got);
        answers_free(&together[k].got);
        free(alone[k].gradient);
        free(together[k].gradient);
        stored_free(&kept[k]);
        programs_free(&all[k]);
    }
    cnl_context_destroy(context);
}

int main(int argc, char **argv)
{
    static const int32_t threads_each[] = {1, 2};
    check_arguments(argc, argv);
    RUN_CASES(solvers_do_not_disturb_each_other, threads_each);
    return check_report();
}
