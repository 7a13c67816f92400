/* Solving and differentiating never touch the C library's heap either: every call of malloc and its family by the
   whole process is counted here. (OpenMP takes memory for its threads the first time they are used.) */
#include <errno.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "check.h"
#include "fixture.h"

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__) || !defined(__GLIBC__)

int main(int argc, char **argv)
{
    check_arguments(argc, argv);
    check_skip("the sanitizers, or this C library, have a heap of their own");
    return 77;
}

#else

extern void *__libc_malloc(size_t bytes);
extern void *__libc_calloc(size_t count, size_t bytes);
extern void *__libc_realloc(void *memory, size_t bytes);
extern void *__libc_memalign(size_t alignment, size_t bytes);

void *memalign(size_t alignment, size_t bytes);

static atomic_long heap_calls;

void *malloc(size_t bytes)
{
    atomic_fetch_add(&heap_calls, 1);
    return __libc_malloc(bytes);
}

void *calloc(size_t count, size_t bytes)
{
    atomic_fetch_add(&heap_calls, 1);
    return __libc_calloc(count, bytes);
}

void *realloc(void *memory, size_t bytes)
{
    atomic_fetch_add(&heap_calls, 1);
    return __libc_realloc(memory, bytes);
}

void *memalign(size_t alignment, size_t bytes)
{
    atomic_fetch_add(&heap_calls, 1);
    return __libc_memalign(alignment, bytes);
}

void *aligned_alloc(size_t alignment, size_t bytes) { return memalign(alignment, bytes); }

int posix_memalign(void **memory, size_t alignment, size_t bytes)
{
    *memory = memalign(alignment, bytes);
    return *memory == NULL ? ENOMEM : 0;
}

typedef struct test_case {
    cnl_method method;
    int32_t threads;
    layout layout;
} test_case;

static const test_case cases[] = {
    {CNL_METHOD_AUTO, 1, {0}},
    {CNL_METHOD_PRIMAL, 1, {.P = FORM_UPPER, .A = FORM_FULL, .shared_A = true}},
    {CNL_METHOD_SPARSE, 1, {.P = FORM_FULL, .A = FORM_FULL}},
    {CNL_METHOD_DUAL, 2, {.shared_P = true}},
    {CNL_METHOD_SPARSE, 2, {0}},
};

static void calls_touch_no_heap(const test_case *row)
{
    known_recipe recipe = {.batch = 50, .n = 8, .cones = {.z = 2, .l = 9}, .rank = 8, .density = 0.7, .seed = 2};
    programs all = known_programs(&recipe);
    fixture got;
    fixture_options options = {.layout = row->layout, .method = row->method, .threads = row->threads};
    check_note("%s, %d threads", method_word(row->method), row->threads);
    if (fixture_solve(&got, &all, &options)) {
        cnl_data gradient = stored_zeros(&got.stored);
        cnl_gradient to = {(double *)gradient.P, (double *)gradient.c, (double *)gradient.A, (double *)gradient.b,
                           NULL};
        cnl_cotangent from = {got.answers.x, got.answers.y, got.answers.s};
        cnl_vjp(got.solver, 50, &got.stored.data, &from, &to); /* the threads have started */

        long before = atomic_load(&heap_calls);
        cnl_status solved = cnl_solve(got.solver, 50, &got.stored.data, &got.answers.view);
        long after_solve = atomic_load(&heap_calls);
        cnl_status adjoint = cnl_vjp(got.solver, 50, &got.stored.data, &from, &to);
        long after_vjp = atomic_load(&heap_calls);
        cnl_status forward =
            cnl_jvp(got.solver, 50, &got.stored.data, &gradient, got.answers.x, got.answers.y, got.answers.s, NULL);
        long after_jvp = atomic_load(&heap_calls);

        CHECK(before > 0);
        CHECK_OK(solved);
        CHECK_OK(adjoint);
        CHECK_OK(forward);
        CHECK_INT(after_solve - before, 0);
        CHECK_INT(after_vjp - after_solve, 0);
        CHECK_INT(after_jvp - after_vjp, 0);
        stored_free_data(&gradient);
    }
    fixture_close(&got);
    programs_free(&all);
}

int main(int argc, char **argv)
{
    check_arguments(argc, argv);
    RUN_CASES(calls_touch_no_heap, cases);
    return check_report();
}

#endif
