#include "family.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "recipe.h"

static const recipe *const RECIPES[] = {&RECIPE_OPTNET,    &RECIPE_KNOWN_SOLUTION, &RECIPE_BOX,
                                        &RECIPE_PORTFOLIO, &RECIPE_SIMPLEX,        &RECIPE_MPC,
                                        &RECIPE_SPARSE,    &RECIPE_SOC_RISK};

enum { RECIPE_COUNT = sizeof(RECIPES) / sizeof(RECIPES[0]), LARGEST_N = 20000 };

static const int64_t MOST_NUMBERS = INT64_C(1) << 36;

/* The stream of what the batch shares; the problems have 0, 1, 2, ... */
static const uint64_t SHARED_STREAM = UINT64_MAX;

int family_count(void) { return RECIPE_COUNT; }

const family *family_at(int index) { return &RECIPES[index]->about; }

static const recipe *find_recipe(const char *name)
{
    for (int i = 0; i < RECIPE_COUNT; i++) {
        if (strcmp(RECIPES[i]->about.name, name) == 0) return RECIPES[i];
    }
    return NULL;
}

const family *family_find(const char *name)
{
    const recipe *found = find_recipe(name);
    return found == NULL ? NULL : &found->about;
}

int64_t family_usual_batch(int32_t n)
{
    if (n <= 16) return 4096;
    if (n <= 64) return 512;
    return n <= 160 ? 128 : 16;
}

__attribute__((format(printf, 3, 4))) static cnl_status fail(cnl_error *error, cnl_status status, const char *format,
                                                             ...)
{
    if (error == NULL) return status;
    error->status = status;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(error->message, sizeof(error->message), format, arguments);
    va_end(arguments);
    return status;
}

cnl_status family_check(const char *name, int32_t n, int32_t m, int64_t batch, cnl_error *error)
{
    const recipe *made = find_recipe(name);
    if (made == NULL) return fail(error, CNL_INVALID_ARGUMENT, "there is no family \"%s\"", name);
    if (n < made->about.smallest_n || n > LARGEST_N) {
        return fail(error, CNL_INVALID_ARGUMENT, "family %s takes n from %d to %d, not %d", name,
                    made->about.smallest_n, LARGEST_N, n);
    }
    if (m < 0 || m > LARGEST_N)
        return fail(error, CNL_INVALID_ARGUMENT, "m must be from 0 to %d, not %d", LARGEST_N, m);
    if (m > 0 && !made->takes_m) {
        return fail(error, CNL_INVALID_ARGUMENT, "family %s has its own number of rows: m cannot be chosen", name);
    }
    if (batch < 1 || batch > INT32_MAX) {
        return fail(error, CNL_INVALID_ARGUMENT, "the batch must be from 1 to %d, not %lld", INT32_MAX,
                    (long long)batch);
    }
    return CNL_OK;
}

/* Zeroed room for `count` rows of `length` numbers; never of no bytes, nor of half a terabyte. */
static double *allocate(int64_t count, int64_t length)
{
    int64_t total;
    if (__builtin_mul_overflow(count, length, &total) || total > MOST_NUMBERS) return NULL;
    return calloc((size_t)total + 1, sizeof(double));
}

static cnl_status allocate_numbers(family_problem *problem, const recipe *made)
{
    const cnl_structure *structure = &problem->structure;
    int64_t n = structure->n, m = structure->m, batch = problem->batch;
    int64_t P_length = recipe_length(&structure->P, structure->n, structure->n);
    int64_t A_length = recipe_length(&structure->A, structure->m, structure->n);

    problem->numbers[0] = allocate(made->shares_P ? 1 : batch, P_length);
    problem->numbers[1] = allocate(batch, n);
    problem->numbers[2] = allocate(made->shares_A ? 1 : batch, A_length);
    problem->numbers[3] = allocate(made->shares_b ? 1 : batch, m);
    problem->numbers[4] = allocate(1, made->scratch == NULL ? 0 : (int64_t)made->scratch(structure));
    problem->feasible = allocate(batch, n);
    bool is_complete = problem->feasible != NULL;
    for (int i = 0; i < 5; i++) is_complete = is_complete && problem->numbers[i] != NULL;
    if (made->knows_solution) {
        problem->x = allocate(batch, n);
        problem->y = allocate(batch, m);
        problem->s = allocate(batch, m);
        is_complete = is_complete && problem->x != NULL && problem->y != NULL && problem->s != NULL;
    }
    problem->data = (cnl_data){
        .P = P_length == 0 ? NULL : problem->numbers[0],
        .c = problem->numbers[1],
        .A = problem->numbers[2],
        .b = problem->numbers[3],
        .P_stride = made->shares_P ? 0 : P_length,
        .c_stride = n,
        .A_stride = made->shares_A ? 0 : A_length,
        .b_stride = made->shares_b ? 0 : m,
    };
    return is_complete ? CNL_OK : CNL_OUT_OF_MEMORY;
}

static double *row_of(double *values, int64_t row, int64_t length)
{
    return values == NULL ? NULL : values + row * length;
}

static recipe_numbers numbers_of(const family_problem *problem, int64_t i)
{
    int64_t n = problem->structure.n, m = problem->structure.m;
    return (recipe_numbers){
        .P = problem->numbers[0] + i * problem->data.P_stride,
        .c = problem->numbers[1] + i * problem->data.c_stride,
        .A = problem->numbers[2] + i * problem->data.A_stride,
        .b = problem->numbers[3] + i * problem->data.b_stride,
        .feasible = row_of(problem->feasible, i, n),
        .x = row_of(problem->x, i, n),
        .y = row_of(problem->y, i, m),
        .s = row_of(problem->s, i, m),
        .scratch = problem->numbers[4],
    };
}

static cnl_status make(const recipe *made, uint64_t seed, family_problem *problem)
{
    random_stream shared = random_start(seed, SHARED_STREAM);
    cnl_status status = made->shape(problem, &shared);
    if (status != CNL_OK) return status;
    status = allocate_numbers(problem, made);
    if (status != CNL_OK) return status;

    recipe_numbers first = numbers_of(problem, 0);
    if (made->fill_shared != NULL) made->fill_shared(&problem->structure, &first, &shared);
    for (int64_t i = 0; i < problem->batch; i++) {
        random_stream stream = random_start(seed, (uint64_t)i);
        recipe_numbers numbers = numbers_of(problem, i);
        made->fill(&problem->structure, &numbers, &stream);
    }
    return CNL_OK;
}

cnl_status family_generate(const char *name, int32_t n, int32_t m, int64_t batch, uint64_t seed,
                           family_problem *problem, cnl_error *error)
{
    memset(problem, 0, sizeof(*problem));
    cnl_status status = family_check(name, n, m, batch, error);
    if (status != CNL_OK) return status;

    problem->batch = batch;
    problem->structure.n = n;
    problem->structure.m = m;
    status = make(find_recipe(name), seed, problem);
    if (status != CNL_OK) {
        family_problem_free(problem);
        return fail(error, status, "not enough memory for %lld problems of family %s with n = %d", (long long)batch,
                    name, n);
    }
    return CNL_OK;
}

void family_problem_free(family_problem *problem)
{
    for (int i = 0; i < 5; i++) {
        free(problem->indices[i]);
        free(problem->numbers[i]);
    }
    free(problem->feasible);
    free(problem->x);
    free(problem->y);
    free(problem->s);
    memset(problem, 0, sizeof(*problem));
}
