/* Where the system is singular, the derivative is the least-squares answer of least norm, judged by its optimality;
   without a solution it is 0. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "dense.h"
#include "dice.h"
#include "gradients.h"
#include "matrix.h"
#include "sensitivity.h"

enum { BATCH = 7 };

/* What makes the system of problem i singular. */
typedef enum fault {
    REPEATED_INEQUALITIES, /* the second half of the rows is the first half again */
    REPEATED_EQUALITIES,
    FREE_COORDINATE, /* P and c do not see the last variable, and its bounds do not bind: x is not unique */
    TOO_MANY_ACTIVE  /* more active rows than variables */
} fault;

typedef struct test_case {
    const char *name;
    fault what;
    cnl_method method;
    uint64_t seed;
} test_case;

static const test_case cases[] = {
    {"repeated inequalities", REPEATED_INEQUALITIES, CNL_METHOD_AUTO, 1},
    {"repeated inequalities, primal", REPEATED_INEQUALITIES, CNL_METHOD_PRIMAL, 2},
    {"repeated inequalities, dual", REPEATED_INEQUALITIES, CNL_METHOD_DUAL, 3},
    {"repeated inequalities, sparse", REPEATED_INEQUALITIES, CNL_METHOD_SPARSE, 4},
    {"repeated equalities", REPEATED_EQUALITIES, CNL_METHOD_AUTO, 5},
    {"repeated equalities, primal", REPEATED_EQUALITIES, CNL_METHOD_PRIMAL, 6},
    {"repeated equalities, sparse", REPEATED_EQUALITIES, CNL_METHOD_SPARSE, 7},
    {"a free coordinate", FREE_COORDINATE, CNL_METHOD_AUTO, 8},
    {"a free coordinate, primal", FREE_COORDINATE, CNL_METHOD_PRIMAL, 9},
    {"a free coordinate, sparse", FREE_COORDINATE, CNL_METHOD_SPARSE, 10},
    {"too many active rows", TOO_MANY_ACTIVE, CNL_METHOD_AUTO, 11},
    {"too many active rows, sparse", TOO_MANY_ACTIVE, CNL_METHOD_SPARSE, 12},
};

/* Rows first ... first + count - 1 again from `to` on. */
static void repeat_rows(programs *all, int64_t i, int32_t first, int32_t to, int32_t count)
{
    int64_t n = all->n;
    memcpy(programs_A(all, i) + to * n, programs_A(all, i) + first * n, sizeof(double) * (size_t)(count * n));
    memcpy(programs_b(all, i) + to, programs_b(all, i) + first, sizeof(double) * (size_t)count);
}

/* c = -Px - A'y for the x and y chosen, b = Ax + s. */
static void choose_data(programs *all, int64_t i)
{
    int32_t n = all->n;
    int32_t m = all->m;
    double *product = numbers_create(n);
    multiply(programs_A(all, i), all->x + i * n, programs_b(all, i), m, n);
    for (int32_t r = 0; r < m; r++) programs_b(all, i)[r] += all->s[i * m + r];
    multiply(programs_P(all, i), all->x + i * n, product, n, n);
    for (int32_t j = 0; j < n; j++) programs_c(all, i)[j] = -product[j];
    multiply_transposed(programs_A(all, i), all->y + i * m, product, m, n);
    for (int32_t j = 0; j < n; j++) programs_c(all, i)[j] -= product[j];
    free(product);
}

static programs make_programs(const test_case *row)
{
    enum { N = 6 };
    cnl_cones cones = {.z = row->what == REPEATED_EQUALITIES ? 4 : 0, .l = 8};
    known_recipe recipe = {
        .batch = BATCH, .n = N, .cones = cones, .rank = N, .ridge = 0.5, .density = 1, .seed = row->seed};
    programs all = known_programs(&recipe);
    for (int64_t i = 0; i < BATCH; i++) {
        double *A = programs_A(&all, i);
        double *y = all.y + i * all.m;
        double *s = all.s + i * all.m;
        for (int32_t r = cones.z; r < all.m; r++) { /* rows 0 1 of the inequalities are active, 2 3 are not */
            bool active = row->what == TOO_MANY_ACTIVE || (r - cones.z) % 4 < 2;
            y[r] = active ? 0.5 + 0.1 * r : 0;
            s[r] = active ? 0 : 0.7 + 0.1 * r;
        }
        if (row->what == FREE_COORDINATE) {
            for (int32_t j = 0; j < N; j++) programs_P(&all, i)[j * N + N - 1] = programs_P(&all, i)[30 + j] = 0;
            for (int32_t r = 0; r < all.m; r++) A[r * N + N - 1] = 0;
            for (int32_t j = 0; j < N; j++) A[2 * N + j] = A[6 * N + j] = j == N - 1;
            A[6 * N + N - 1] = -1;
            all.x[i * N + N - 1] = 0;
            s[2] = s[6] = 1; /* -1 <= last variable <= 1 */
        }
        choose_data(&all, i);
        if (row->what == REPEATED_INEQUALITIES) repeat_rows(&all, i, 0, 4, 4);
        if (row->what == REPEATED_INEQUALITIES) {
            memcpy(y + 4, y, sizeof(double) * 4);
            memcpy(s + 4, s, sizeof(double) * 4);
            choose_data(&all, i);
        }
        if (row->what == REPEATED_EQUALITIES) repeat_rows(&all, i, 0, 2, 2);
        if (row->what == REPEATED_EQUALITIES) choose_data(&all, i);
    }
    return all;
}

/* The active system M [dx; dy_E] = right: M = [P A_E'; A_E 0], E the rows with y > s or of the zero cone. */
typedef struct active_system {
    int32_t size;
    int32_t rows[32];
    double *M;
    double *right;
    double *solution;
} active_system;

static active_system make_system(const gradients *got, const programs *all, int64_t i)
{
    int32_t n = all->n;
    int32_t m = all->m;
    const double *y = got->fixture.answers.y + i * m;
    const double *s = got->fixture.answers.s + i * m;
    active_system system = {.size = n};
    for (int32_t r = 0; r < m; r++) {
        if (r < all->cones.z || y[r] > s[r]) system.rows[system.size++ - n] = r;
    }
    int32_t size = system.size;
    double *full = numbers_create((int64_t)n + m);
    problem given = {&got->fixture.judged_structure, &got->fixture.judged_data, i};
    defining_right_side(&given, &got->change, got->fixture.answers.x + i * n, y, full);
    system.M = numbers_create((int64_t)size * size);
    system.right = numbers_create(size);
    system.solution = numbers_create(size);
    for (int32_t j = 0; j < n; j++) {
        for (int32_t k = 0; k < n; k++) system.M[j * size + k] = programs_P(all, i)[j * n + k];
        system.right[j] = full[j];
        system.solution[j] = got->x_change[i * n + j];
    }
    for (int32_t e = 0; e < size - n; e++) {
        int32_t r = system.rows[e];
        for (int32_t j = 0; j < n; j++) {
            system.M[j * size + n + e] = programs_A(all, i)[r * n + j];
            system.M[(n + e) * size + j] = programs_A(all, i)[r * n + j];
        }
        system.right[n + e] = -full[n + r]; /* A dx = db - dA x */
        system.solution[n + e] = got->y_change[i * m + r];
    }
    free(full);
    return system;
}

/* Least squares: M'(M z - right) = 0. Least norm: z is orthogonal to every v with M v = 0. Relative to
   the size of the solution and of what was asked, the norm less exactly: one projection by a regularised factor. */
static int32_t check_least_squares(const active_system *system)
{
    int32_t size = system->size;
    double *residual = numbers_create(size);
    double *normal = numbers_create(size);
    double length = fmax(norm_inf(system->solution, size), norm_inf(system->right, size));
    multiply(system->M, system->solution, residual, size, size);
    for (int32_t k = 0; k < size; k++) residual[k] -= system->right[k];
    multiply_transposed(system->M, residual, normal, size, size);
    CHECK_AT_MOST(norm_inf(normal, size), 1e-8 * length);

    decomposition parts = decompose(system->M, size, size);
    int32_t rank = decomposition_rank(&parts, 1e-10);
    for (int32_t k = rank; k < size; k++) {
        double along = 0;
        for (int32_t j = 0; j < size; j++) along += parts.right[j * size + k] * system->solution[j];
        CHECK_NEAR(along, 0, 1e-8 * length);
    }
    decomposition_free(&parts);
    free(residual);
    free(normal);
    return rank;
}

static void singular_systems_have_least_squares_answers(const test_case *row)
{
    programs all = make_programs(row);
    gradients got;
    check_seed(row->seed);
    if (gradients_open(&got, &all, &(fixture_options){.method = row->method, .eps = 1e-12}, row->seed) &&
        gradients_jvp(&got)) {
        for (int64_t i = 0; i < BATCH; i++) {
            check_note("%s: problem %lld", row->name, (long long)i);
            check_solved(&got.fixture, i, 1e-12);
            active_system system = make_system(&got, &all, i);
            int32_t rank = check_least_squares(&system);
            CHECK_THAT(rank < system.size, "the test's own system is regular: rank %d of %d", rank, system.size);
            CHECK_INT(got.info[i], CNL_DERIVATIVE_LEAST_SQUARES);
            for (int32_t r = all.cones.z; r < all.m; r++) { /* inactive rows: dy = 0; active ones: ds = 0 */
                bool active = got.fixture.answers.y[i * all.m + r] > got.fixture.answers.s[i * all.m + r];
                CHECK_NEAR((active ? got.s_change : got.y_change)[i * all.m + r], 0, 1e-9);
            }
            free(system.M);
            free(system.right);
            free(system.solution);
        }
        gradients_vjp(&got);
        check_note("%s: adjoint", row->name);
        check_adjoint_identity(&got);
        for (int64_t i = 0; i < BATCH; i++) CHECK_INT(got.info[i], CNL_DERIVATIVE_LEAST_SQUARES);
    }
    gradients_close(&got);
    programs_free(&all);
}

/* The same cone twice: the multiplier is not unique, x is. Moving c moves both multipliers alike. */
static void a_repeated_cone_shares_its_multiplier(void)
{
    enum { N = 4, SIZE = 5 };
    int32_t sizes[] = {SIZE, SIZE};
    programs all = programs_create(3, N, &(cnl_cones){.q_count = 2, .q = sizes});
    for (int64_t i = 0; i < 3; i++) { /* projection of p onto the unit ball, twice */
        dice stream = dice_begin(31, (uint64_t)i);
        dice_fill(&stream, programs_c(&all, i), N);
        for (int32_t j = 0; j < N; j++) {
            programs_P(&all, i)[j * N + j] = 1;
            programs_c(&all, i)[j] += 2;
            programs_A(&all, i)[(1 + j) * N + j] = programs_A(&all, i)[(SIZE + 1 + j) * N + j] = -1;
        }
        programs_b(&all, i)[0] = programs_b(&all, i)[SIZE] = 1;
    }
    gradients got;
    check_seed(31);
    if (gradients_open(&got, &all, &(fixture_options){.eps = 1e-12}, 31)) {
        got.change.A_stride = got.change.b_stride = got.change.P_stride = 0;
        memset((double *)got.change.P, 0, sizeof(double) * N * N);
        memset((double *)got.change.A, 0, sizeof(double) * 2 * SIZE * N);
        memset((double *)got.change.b, 0, sizeof(double) * 2 * SIZE);
        gradients_jvp(&got);
        for (int64_t i = 0; i < 3; i++) {
            const double *c = programs_c(&all, i);
            const double *dc = got.change.c + i * N;
            double length = norm2(c, N);
            double along = dot(c, dc, N) / length;
            CHECK_INT(got.info[i], CNL_DERIVATIVE_LEAST_SQUARES);
            for (int32_t j = 0; j < N; j++) {
                CHECK_NEAR(got.x_change[i * N + j], -(dc[j] - along * c[j] / length) / length, 1e-8);
            }
            CHECK_ARRAY(got.y_change + i * 2 * SIZE, got.y_change + i * 2 * SIZE + SIZE, 1, SIZE, 1e-7);
        }
        gradients_vjp(&got);
        double by_vjp = data_product(&got.fixture.stored.structure, 3, &(cnl_data){.c = got.gradient.c, .c_stride = N},
                                     &(cnl_data){.c = got.change.c, .c_stride = N});
        double by_jvp = dot(got.dx, got.x_change, 3 * N) + dot(got.dy, got.y_change, 3 * 2 * SIZE) +
                        dot(got.ds, got.s_change, 3 * 2 * SIZE);
        CHECK_NEAR(by_vjp, by_jvp, 1e-9);
    }
    gradients_close(&got);
    programs_free(&all);
}

/* A point on the very bound: clipping has no derivative there, any number from 0 to 1 may stand for it. */
static void points_on_the_bound_are_degenerate(void)
{
    programs all = programs_create(1, 2, &(cnl_cones){.l = 2});
    all.P[0] = all.P[3] = 1;
    all.c[0] = -1; /* p = (1, 0.3), x <= (1, 1) */
    all.c[1] = -0.3;
    all.A[0] = all.A[3] = 1;
    all.b[0] = all.b[1] = 1;
    gradients got;
    if (gradients_open(&got, &all, &(fixture_options){0}, 41)) {
        got.dx[0] = got.dx[1] = 1;
        memset(got.dy, 0, 2 * sizeof(double));
        memset(got.ds, 0, 2 * sizeof(double));
        gradients_vjp(&got);
        CHECK_INT(got.info[0], CNL_DERIVATIVE_DEGENERATE);
        CHECK_THAT(got.gradient.c[0] >= -1 - 1e-6 && got.gradient.c[0] <= 1e-6, "dc = %.17g", got.gradient.c[0]);
        CHECK_NEAR(got.gradient.c[1], -1, 1e-6);
    }
    gradients_close(&got);
    programs_free(&all);
}

/* Infeasible, unbounded, NaN: no solution, so every derivative is 0; a shared datum gets the others' sum. */
static void without_a_solution_all_derivatives_are_zero(void)
{
    known_recipe recipe = {.batch = 9, .n = 6, .cones = {.z = 1, .l = 7}, .rank = 6, .density = 1, .seed = 51};
    programs all = known_programs(&recipe);
    check_seed(51);
    for (int64_t i = 0; i < 9; i++) {
        if (i % 3 == 0) make_primal_infeasible(&all, i, 51);
        if (i % 3 == 1) make_unbounded(&all, i, 51);
        if (i % 3 == 2) programs_P(&all, i)[7] = NAN;
    }
    gradients got;
    if (gradients_open(&got, &all, &(fixture_options){0}, 51)) {
        double *zeros = numbers_create(9 * 64);
        memset((double *)got.gradient.P, 0xff, 9 * 36 * sizeof(double));
        gradients_vjp(&got);
        for (int64_t i = 0; i < 9; i++) CHECK_INT(got.info[i], CNL_DERIVATIVE_NONE);
        CHECK_ARRAY(got.gradient.P, zeros, 9, 36, 0);
        CHECK_ARRAY(got.gradient.c, zeros, 9, 6, 0);
        CHECK_ARRAY(got.gradient.A, zeros, 9, 48, 0);
        CHECK_ARRAY(got.gradient.b, zeros, 9, 8, 0);
        gradients_jvp(&got);
        for (int64_t i = 0; i < 9; i++) CHECK_INT(got.info[i], CNL_DERIVATIVE_NONE);
        CHECK_ARRAY(got.x_change, zeros, 9, 6, 0);
        CHECK_ARRAY(got.y_change, zeros, 9, 8, 0);
        CHECK_ARRAY(got.s_change, zeros, 9, 8, 0);
        free(zeros);
    }
    gradients_close(&got);
    programs_free(&all);
}

int main(int argc, char **argv)
{
    check_arguments(argc, argv);
    RUN_CASES(singular_systems_have_least_squares_answers, cases);
    RUN(a_repeated_cone_shares_its_multiplier);
    RUN(points_on_the_bound_are_degenerate);
    RUN(without_a_solution_all_derivatives_are_zero);
    return check_report();
}
