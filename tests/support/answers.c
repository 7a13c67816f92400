#include "fixture.h"

#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "dense.h"

static double *rubbish(int64_t count)
{
    double *numbers = numbers_create(count);
    for (int64_t i = 0; i < count; i++) numbers[i] = 1e77;
    return numbers;
}

static int32_t *integer_rubbish(int64_t count)
{
    int32_t *numbers = integers_create(count);
    for (int64_t i = 0; i < count; i++) numbers[i] = -77;
    return numbers;
}

answers answers_create(int64_t batch, int32_t n, int32_t m)
{
    answers got = {.batch = batch, .n = n, .m = m};
    got.x = rubbish(batch * n);
    got.y = rubbish(batch * m);
    got.s = rubbish(batch * m);
    got.objective = rubbish(batch);
    got.residuals = rubbish(3 * batch);
    got.iterations = integer_rubbish(batch);
    got.status = integer_rubbish(batch);
    got.view = (cnl_solution){got.x, got.y, got.s, got.objective, got.residuals, got.iterations, got.status};
    return got;
}

void answers_free(answers *got)
{
    free(got->x);
    free(got->y);
    free(got->s);
    free(got->objective);
    free(got->residuals);
    free(got->iterations);
    free(got->status);
    memset(got, 0, sizeof *got);
}

static void check_same_integers(const int32_t *got, const int32_t *other, int64_t count, const char *what)
{
    int64_t first = 0;
    while (first < count && got[first] == other[first]) first++;
    CHECK_THAT(first == count, "%s of problem %lld: %d, not %d", what, (long long)first, got[first % count],
               other[first % count]);
}

void check_same_answers(const answers *got, int64_t first, const answers *other, int64_t other_first, int64_t count)
{
    int64_t n = got->n;
    int64_t m = got->m;
    CHECK_BITS(got->x + first * n, other->x + other_first * n, count, n);
    CHECK_BITS(got->y + first * m, other->y + other_first * m, count, m);
    CHECK_BITS(got->s + first * m, other->s + other_first * m, count, m);
    CHECK_BITS(got->objective + first, other->objective + other_first, count, 1);
    CHECK_BITS(got->residuals + 3 * first, other->residuals + 3 * other_first, count, 3);
    check_same_integers(got->iterations + first, other->iterations + other_first, count, "iterations");
    check_same_integers(got->status + first, other->status + other_first, count, "status");
}
