/* Every family: the same numbers for the same seed, patterns in order, problems that are feasible and convex. */

#include <stdlib.h>
#include <string.h>

#include <conelet/conelet.h>

#include "check.h"
#include "family.h"
#include "kkt.h"
#include "matrix.h"
#include "random.h"

enum { BATCH = 9, SEED = 20 };

static int64_t length_of(const cnl_pattern *pattern, int32_t rows, int32_t columns)
{
    if (pattern->layout == CNL_ABSENT) return 0;
    return pattern->layout == CNL_CSC ? pattern->column_starts[columns] : (int64_t)rows * columns;
}

/* The sizes at which a family is tested: its smallest, its default, and two that divide nothing. */
static const int32_t *sizes_of(const family *about, int *count)
{
    static int32_t sizes[4];
    sizes[0] = about->smallest_n;
    sizes[1] = about->default_n;
    sizes[2] = 11;
    sizes[3] = 37;
    *count = 4;
    return sizes;
}

/* Run a fact on every family at every size. */
static void for_every_family(void (*fact)(const family *about, const family_problem *made))
{
    check_seed(SEED);
    for (int k = 0; k < family_count(); k++) {
        int count;
        const int32_t *sizes = sizes_of(family_at(k), &count);
        for (int i = 0; i < count; i++) {
            family_problem made;
            check_note("family %s, n = %d", family_at(k)->name, sizes[i]);
            if (!CHECK_OK(family_generate(family_at(k)->name, sizes[i], 0, BATCH, SEED, &made, NULL))) continue;
            fact(family_at(k), &made);
            family_problem_free(&made);
        }
    }
}

static void check_same_numbers(const double *a, int64_t a_stride, const double *b, int64_t b_stride, int64_t length)
{
    CHECK((a_stride == 0) == (b_stride == 0));
    for (int64_t i = 0; i < BATCH && length > 0; i++) CHECK_BITS(a + i * a_stride, b + i * b_stride, 1, length);
}

/* A longer batch of the same seed begins with the shorter one, bit for bit. */
static void begins_a_longer_batch(const family *about, const family_problem *made)
{
    family_problem longer;
    if (!CHECK_OK(family_generate(about->name, made->structure.n, 0, 2 * BATCH + 1, SEED, &longer, NULL))) return;
    const cnl_data *a = &made->data, *b = &longer.data;
    const cnl_structure *structure = &made->structure;
    int32_t n = structure->n, m = structure->m;
    CHECK_INT(longer.structure.m, m);
    check_same_numbers(a->P, a->P_stride, b->P, b->P_stride, length_of(&structure->P, n, n));
    check_same_numbers(a->c, a->c_stride, b->c, b->c_stride, n);
    check_same_numbers(a->A, a->A_stride, b->A, b->A_stride, length_of(&structure->A, m, n));
    check_same_numbers(a->b, a->b_stride, b->b, b->b_stride, m);
    CHECK_BITS(made->feasible, longer.feasible, BATCH, n);
    family_problem_free(&longer);
}

static void same_seed_same_numbers(void) { for_every_family(begins_a_longer_batch); }

static void changes_with_seed_and_place(const family *about, const family_problem *made)
{
    if (made->structure.n < 5) return;
    family_problem other;
    if (!CHECK_OK(family_generate(about->name, made->structure.n, 0, BATCH, SEED + 1, &other, NULL))) return;
    size_t m = (size_t)made->structure.m, n = (size_t)made->structure.n;
    const cnl_data *a = &made->data, *b = &other.data;
    CHECK(memcmp(a->c, b->c, n * sizeof(double)) != 0 || memcmp(a->b, b->b, m * sizeof(double)) != 0);
    CHECK(memcmp(a->c, a->c + n, n * sizeof(double)) != 0);
    family_problem_free(&other);
}

static void other_seeds_and_places_differ(void) { for_every_family(changes_with_seed_and_place); }

static void check_pattern(const cnl_pattern *pattern, int32_t rows, int32_t columns)
{
    if (pattern->layout != CNL_CSC) return;
    CHECK_INT(pattern->column_starts[0], 0);
    for (int32_t j = 0; j < columns; j++) {
        CHECK(pattern->column_starts[j] <= pattern->column_starts[j + 1]);
        for (int32_t k = pattern->column_starts[j]; k < pattern->column_starts[j + 1]; k++) {
            CHECK(pattern->row_indices[k] >= 0 && pattern->row_indices[k] < rows);
            if (k > pattern->column_starts[j]) CHECK(pattern->row_indices[k] > pattern->row_indices[k - 1]);
        }
    }
}

static void has_good_structure(const family *about, const family_problem *made)
{
    const cnl_structure *structure = &made->structure;
    const cnl_cones *cones = &structure->cones;
    (void)about;
    int64_t rows = (int64_t)cones->z + cones->l;
    for (int32_t k = 0; k < cones->q_count; k++) rows += cones->q[k];
    CHECK_INT(rows, structure->m);
    CHECK_INT(made->batch, BATCH);
    CHECK(structure->A.layout != CNL_ABSENT);
    check_pattern(&structure->P, structure->n, structure->n);
    check_pattern(&structure->A, structure->m, structure->n);
}

static void structures_are_in_order(void) { for_every_family(has_good_structure); }

/* s = b - A x is in K at the feasible point, up to the rounding of its sums. */
static void is_feasible(const family *about, const family_problem *made)
{
    (void)about;
    int32_t n = made->structure.n, m = made->structure.m;
    double *s = calloc((size_t)m + 1, sizeof(double));
    if (!CHECK(s != NULL)) return;
    for (int64_t i = 0; i < BATCH; i++) {
        matrix A = matrix_A(&made->structure, &made->data, i);
        matrix_multiply(&A, made->feasible + i * n, s);
        for (int32_t k = 0; k < m; k++) s[k] = made->data.b[i * made->data.b_stride + k] - s[k];
        CHECK_AT_MOST(cone_distance(&made->structure.cones, s, false), 1e-12);
    }
    free(s);
}

static void problems_are_feasible(void) { for_every_family(is_feasible); }

/* v'Pv >= 0 along random directions, and a full dense P equals its transpose. */
static void is_convex(const family *about, const family_problem *made)
{
    (void)about;
    const cnl_structure *structure = &made->structure;
    int32_t n = structure->n;
    if (structure->P.layout == CNL_ABSENT) return;
    double *v = calloc(2 * (size_t)n, sizeof(double));
    if (!CHECK(v != NULL)) return;
    random_stream stream = random_start(SEED, 5);
    for (int64_t i = 0; i < BATCH; i++) {
        matrix P = matrix_P(structure, &made->data, i);
        random_fill_normal(&stream, n, v);
        matrix_multiply_symmetric(&P, v, v + n);
        double curvature = 0;
        for (int32_t j = 0; j < n; j++) curvature += v[j] * v[n + j];
        CHECK(curvature > 0);
        for (int32_t j = 0; j < n && structure->P.layout == CNL_DENSE; j++) {
            for (int32_t k = 0; k < j; k++) CHECK(P.numbers[j * n + k] == P.numbers[k * n + j]);
        }
    }
    free(v);
}

static void problems_are_convex(void) { for_every_family(is_convex); }

/* The solution that comes with a problem is optimal, and strictly complementary: y + s > 0 on every inequality. */
static void solves_its_problem(const family *about, const family_problem *made)
{
    (void)about;
    if (made->x == NULL) return;
    const cnl_structure *structure = &made->structure;
    int32_t n = structure->n, m = structure->m;
    for (int64_t i = 0; i < BATCH; i++) {
        problem given = {structure, &made->data, i};
        kkt judged = kkt_of(&given, made->x + i * n, made->y + i * m, made->s + i * m);
        CHECK_AT_MOST(judged.primal, 1e-13);
        CHECK_AT_MOST(judged.dual, 1e-13);
        CHECK_AT_MOST(judged.gap, 1e-12);
        CHECK_AT_MOST(judged.s_outside, 0);
        CHECK_AT_MOST(judged.y_outside, 0);
        for (int32_t k = structure->cones.z; k < m; k++) {
            double y = made->y[i * m + k], s = made->s[i * m + k];
            CHECK(y * s == 0 && y + s > 0);
        }
    }
}

static void known_solutions_are_solutions(void)
{
    for_every_family(solves_its_problem);
    family_problem made;
    if (!CHECK_OK(family_generate("known-solution", 15, 0, 2, SEED, &made, NULL))) return;
    CHECK(made.x != NULL && made.y != NULL && made.s != NULL);
    CHECK_INT(made.structure.cones.z, 3);
    CHECK_INT(made.structure.cones.l, 10);
    family_problem_free(&made);
}

/* Rows may be chosen where the recipe leaves a choice. */
static void rows_can_be_chosen(void)
{
    family_problem made;
    if (!CHECK_OK(family_generate("optnet", 8, 40, 3, SEED, &made, NULL))) return;
    CHECK_INT(made.structure.m, 40);
    CHECK_INT(made.structure.cones.l, 40);
    family_problem_free(&made);
    if (!CHECK_OK(family_generate("known-solution", 8, 20, 3, SEED, &made, NULL))) return;
    CHECK_INT(made.structure.m, 20);
    CHECK_INT(made.structure.cones.z + made.structure.cones.l, 20);
    family_problem_free(&made);
}

typedef struct refusal {
    const char *name;
    int32_t n;
    int32_t m;
    int64_t batch;
    const char *part; /* of the sentence */
} refusal;

static void a_bad_request_is_refused(const refusal *asked)
{
    family_problem made;
    cnl_error error;
    CHECK_INT(family_generate(asked->name, asked->n, asked->m, asked->batch, SEED, &made, &error),
              CNL_INVALID_ARGUMENT);
    CHECK_INT(error.status, CNL_INVALID_ARGUMENT);
    CHECK_CONTAINS(error.message, asked->part);
    CHECK(made.data.c == NULL && made.feasible == NULL);
    family_problem_free(&made);
}

static const refusal REFUSALS[] = {
    {"nonsense", 10, 0, 1, "no family \"nonsense\""},
    {"optnet", 0, 0, 1, "n from 1"},
    {"mpc", 5, 0, 1, "n from 6"},
    {"optnet", 20001, 0, 1, "to 20000"},
    {"simplex", 10, 5, 1, "m cannot be chosen"},
    {"optnet", 10, -1, 1, "m must be from 0"},
    {"optnet", 10, 0, 0, "batch must be from 1"},
    {"optnet", 10, 0, 1LL << 31, "batch must be from 1"},
};

static void too_much_is_out_of_memory(void)
{
    family_problem made;
    cnl_error error;
    CHECK_INT(family_generate("optnet", 20000, 0, INT32_MAX, SEED, &made, &error), CNL_OUT_OF_MEMORY);
    CHECK_CONTAINS(error.message, "not enough memory");
    CHECK(made.data.c == NULL);
}

static void names_are_found(void)
{
    for (int i = 0; i < family_count(); i++) CHECK(family_find(family_at(i)->name) == family_at(i));
    CHECK(family_find("nonsense") == NULL);
}

int main(int argc, char **argv)
{
    check_arguments(argc, argv);
    RUN(names_are_found);
    RUN(same_seed_same_numbers);
    RUN(other_seeds_and_places_differ);
    RUN(structures_are_in_order);
    RUN(problems_are_feasible);
    RUN(problems_are_convex);
    RUN(known_solutions_are_solutions);
    RUN(rows_can_be_chosen);
    RUN_CASES(a_bad_request_is_refused, REFUSALS);
    RUN(too_much_is_out_of_memory);
    return check_report();
}
