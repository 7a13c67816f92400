/*
 * When memory runs out: whichever allocation fails, the call says so, and nothing is left behind. The linker turns
 * malloc, calloc and realloc of this program's own object files (the readers among them) into the functions below.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "check.h"
#include "problem_file.h"
#include "sample_file.h"
#include "solution_file.h"

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *memory, size_t size);
void __real_free(void *memory);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *memory, size_t size);
void __wrap_free(void *memory);

enum { MOST_BLOCKS = 1000 };

static struct {
    int calls;
    int failing; /* the number of the call that fails, from 1; 0: none */
    int live;
    void *blocks[MOST_BLOCKS]; /* allocated here and not yet freed: what others have allocated may be freed here too */
} heap;

static bool fails_now(void) { return ++heap.calls == heap.failing; }

static void *remember(void *memory)
{
    if (memory != NULL && heap.live < MOST_BLOCKS) heap.blocks[heap.live++] = memory;
    return memory;
}

static void forget(const void *memory)
{
    for (int i = heap.live - 1; i >= 0; i--) {
        if (heap.blocks[i] != memory) continue;
        heap.blocks[i] = heap.blocks[--heap.live];
        return;
    }
}

void *__wrap_malloc(size_t size) { return fails_now() ? NULL : remember(__real_malloc(size)); }

void *__wrap_calloc(size_t count, size_t size) { return fails_now() ? NULL : remember(__real_calloc(count, size)); }

void *__wrap_realloc(void *memory, size_t size)
{
    if (fails_now()) return NULL;
    forget(memory);
    return remember(__real_realloc(memory, size));
}

void __wrap_free(void *memory)
{
    forget(memory);
    __real_free(memory);
}

static char problem_path[96];
static char other_path[96];
static problem_file *problem;

static cnl_status read_problem(cnl_error *error)
{
    problem_file *file = NULL;
    cnl_status status = problem_file_read(problem_path, &file, error);
    CHECK((status == CNL_OK) == (file != NULL));
    problem_file_free(file);
    return status;
}

static cnl_status read_cotangent(cnl_error *error)
{
    cotangent_file *file = NULL;
    cnl_status status = cotangent_file_read(other_path, problem, &file, error);
    CHECK((status == CNL_OK) == (file != NULL));
    cotangent_file_free(file);
    return status;
}

static cnl_status read_change(cnl_error *error)
{
    change_file *file = NULL;
    cnl_status status = change_file_read(other_path, problem, &file, error);
    CHECK((status == CNL_OK) == (file != NULL));
    change_file_free(file);
    return status;
}

static cnl_status write_answer(cnl_error *error)
{
    double numbers[8] = {0};
    int32_t status_of[2] = {0};
    cnl_solution solution = {.x = numbers, .y = numbers, .status = status_of};
    return solution_file_write(other_path, problem, &solution, NULL, NULL, error);
}

typedef cnl_status (*action)(cnl_error *error);

/* Let the 1st, 2nd, 3rd, ... allocation fail until the action needs no more. */
static void fail_each_allocation(action act)
{
    int failing = 0;
    cnl_status status = CNL_OUT_OF_MEMORY;
    while (status != CNL_OK && failing < 1000) {
        cnl_error error = {.message = ""};
        int live_before = heap.live;
        heap.calls = 0;
        heap.failing = ++failing;
        status = act(&error);
        heap.failing = 0;
        check_note("allocation %d fails", failing);
        CHECK_INT(heap.live, live_before);
        if (heap.calls < failing) {
            CHECK_OK(status);
        } else if (!CHECK_INT(status, CNL_OUT_OF_MEMORY) || !CHECK_INT(error.status, CNL_OUT_OF_MEMORY)) {
            return;
        }
    }
    CHECK_OK(status);
    CHECK_THAT(failing > 2, "only %d allocations were made", failing - 1);
}

/* Narrow types and Fortran order take the paths that convert. */
static void reading_a_problem(void)
{
    sample_file samples[] = {sample_dense(), sample_sparse(), sample_sparse()};
    samples[0].arrays[0].fortran = true;
    samples[0].arrays[2].descr = "<f4";
    for (int i = 0; i < samples[2].count; i++) {
        if (samples[2].arrays[i].descr != NULL) samples[2].arrays[i].descr = ">i8";
    }
    for (int i = 0; i < 3; i++) {
        CHECK(sample_file_write(&samples[i], problem_path));
        fail_each_allocation(read_problem);
    }
}

static void reading_derivatives(void)
{
    const sample_file cotangent = {
        .count = 2, .arrays = {{.key = "dx", .rank = 2, .shape = {2, 3}}, {.key = "dy", .rank = 1, .shape = {4}}}};
    const sample_file change = {
        .count = 2, .arrays = {{.key = "dP", .rank = 2, .shape = {3, 3}}, {.key = "db", .rank = 1, .shape = {4}}}};
    CHECK(sample_file_write(&cotangent, other_path));
    fail_each_allocation(read_cotangent);
    CHECK(sample_file_write(&change, other_path));
    fail_each_allocation(read_change);
}

static void writing_an_answer(void) { fail_each_allocation(write_answer); }

int main(int argc, char **argv)
{
    check_arguments(argc, argv);
    sample_file sample = sample_dense();
    sample_path("memory.npz", problem_path);
    sample_path("other.npz", other_path);
    if (!sample_file_write(&sample, problem_path) || problem_file_read(problem_path, &problem, NULL) != CNL_OK)
        return 1;
    RUN(reading_a_problem);
    RUN(reading_derivatives);
    RUN(writing_an_answer);
    problem_file_free(problem);
    unlink(problem_path);
    unlink(other_path);
    return check_report();
}
