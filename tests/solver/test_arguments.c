/* Everything that the headers call an invalid argument is refused, with a sentence, and nothing is written. */
#include <limits.h>
#include <math.h>
#include <string.h>

#include "check.h"
#include "fixture.h"

#define INTS(...) ((const int32_t[]){__VA_ARGS__})

/* n = 2, m = 3: an inequality and a cone of 2; P upper triangle, A sparse. Changed in one place by each row below. */
static const cnl_structure good = {.n = 2,
                                   .m = 3,
                                   .cones = {.l = 1, .q_count = 1, .q = INTS(2)},
                                   .P = {CNL_CSC, INTS(0, 1, 2), INTS(0, 1)},
                                   .A = {CNL_CSC, INTS(0, 2, 4), INTS(0, 1, 0, 2)}};

static cnl_context *context;

static void check_refused(const cnl_structure *structure, const cnl_settings *settings, int64_t max_batch,
                          cnl_status expected)
{
    cnl_error error = {CNL_OK, ""};
    cnl_solver *solver = (cnl_solver *)&error;
    size_t bytes = 0;
    CHECK_INT(cnl_solver_create(context, structure, settings, max_batch, &solver, &error), expected);
    CHECK(solver == NULL);
    CHECK_INT(error.status, expected);
    CHECK(error.message[0] != '\0');
    CHECK(strchr(error.message, '\n') == NULL);

    error = (cnl_error){CNL_OK, ""};
    CHECK_INT(cnl_solver_size(context, structure, settings, max_batch, &bytes, &error), expected);
    CHECK(error.message[0] != '\0');
    CHECK_INT(cnl_solver_create(context, structure, settings, max_batch, &solver, NULL), expected);
}

static void the_good_structure_is_good(void)
{
    cnl_solver *solver = NULL;
    CHECK_OK(cnl_solver_create(context, &good, NULL, 1, &solver, NULL));
    CHECK(solver != NULL);
    CHECK_STR(cnl_solver_message(solver), "");
    cnl_solver_destroy(solver);

    cnl_settings settings = cnl_settings_default();
    size_t by_default = 0;
    size_t by_settings = 0;
    CHECK_OK(cnl_solver_size(context, &good, NULL, 1, &by_default, NULL));
    CHECK_OK(cnl_solver_size(context, &good, &settings, 1, &by_settings, NULL));
    CHECK_INT(by_default, by_settings);
}

typedef struct bad_structure {
    const char *fault;
    cnl_structure given;
} bad_structure;

#define CONES                                                                                                          \
    {                                                                                                                  \
        0, 1, 1, INTS(2)                                                                                               \
    }
#define P_UPPER                                                                                                        \
    {                                                                                                                  \
        CNL_CSC, INTS(0, 1, 2), INTS(0, 1)                                                                             \
    }
#define A_SPARSE                                                                                                       \
    {                                                                                                                  \
        CNL_CSC, INTS(0, 2, 4), INTS(0, 1, 0, 2)                                                                       \
    }

static const bad_structure bad_structures[] = {
    {"n = 0", {0, 3, CONES, P_UPPER, A_SPARSE}},
    {"n < 0", {-1, 3, CONES, P_UPPER, A_SPARSE}},
    {"m < 0", {2, -1, CONES, P_UPPER, A_SPARSE}},
    {"too few rows in the cones", {2, 4, CONES, P_UPPER, A_SPARSE}},
    {"too many rows in the cones", {2, 2, CONES, P_UPPER, A_SPARSE}},
    {"z < 0", {2, 3, {-1, 4, 0, NULL}, P_UPPER, A_SPARSE}},
    {"l < 0", {2, 3, {4, -1, 0, NULL}, P_UPPER, A_SPARSE}},
    {"q_count < 0", {2, 3, {0, 3, -1, NULL}, P_UPPER, A_SPARSE}},
    {"q is NULL", {2, 3, {0, 1, 1, NULL}, P_UPPER, A_SPARSE}},
    {"an empty cone", {2, 3, {0, 1, 2, INTS(2, 0)}, P_UPPER, A_SPARSE}},
    {"a cone < 0", {2, 3, {0, 1, 2, INTS(3, -1)}, P_UPPER, A_SPARSE}},
    {"cones that overflow", {2, 3, {INT_MAX, INT_MAX, 1, INTS(5)}, P_UPPER, A_SPARSE}},
    {"an unknown layout of P", {2, 3, CONES, {.layout = (cnl_layout)3}, A_SPARSE}},
    {"an unknown layout of A", {2, 3, CONES, P_UPPER, {.layout = (cnl_layout)-1}}},
    {"A absent", {2, 3, CONES, P_UPPER, {.layout = CNL_ABSENT}}},
    {"P without column starts", {2, 3, CONES, {CNL_CSC, NULL, INTS(0, 1)}, A_SPARSE}},
    {"A without column starts", {2, 3, CONES, P_UPPER, {CNL_CSC, NULL, INTS(0)}}},
    {"P without row indices", {2, 3, CONES, {CNL_CSC, INTS(0, 1, 2), NULL}, A_SPARSE}},
    {"A without row indices", {2, 3, CONES, P_UPPER, {CNL_CSC, INTS(0, 2, 4), NULL}}},
    {"column starts not from 0", {2, 3, CONES, P_UPPER, {CNL_CSC, INTS(1, 2, 4), INTS(0, 1, 0, 2)}}},
    {"falling column starts", {2, 3, CONES, P_UPPER, {CNL_CSC, INTS(0, 3, 2), INTS(0, 1, 2, 2)}}},
    {"a row < 0", {2, 3, CONES, P_UPPER, {CNL_CSC, INTS(0, 2, 4), INTS(-1, 1, 0, 2)}}},
    {"a row beyond the last", {2, 3, CONES, P_UPPER, {CNL_CSC, INTS(0, 2, 4), INTS(0, 1, 0, 3)}}},
    {"a row of P beyond the last", {2, 3, CONES, {CNL_CSC, INTS(0, 1, 2), INTS(0, 2)}, A_SPARSE}},
    {"rows out of order", {2, 3, CONES, P_UPPER, {CNL_CSC, INTS(0, 2, 4), INTS(1, 0, 0, 2)}}},
    {"a row twice", {2, 3, CONES, P_UPPER, {CNL_CSC, INTS(0, 2, 4), INTS(1, 1, 0, 2)}}},
};

static void a_bad_structure_is_refused(const bad_structure *row)
{
    check_note("%s", row->fault);
    check_refused(&row->given, NULL, 1, CNL_INVALID_ARGUMENT);
}

typedef struct bad_settings {
    const char *fault;
    cnl_settings given;
} bad_settings;

static const bad_settings all_bad_settings[] = {
    {"eps_abs < 0", {-1e-9, 1e-8, 1e-8, 100, CNL_METHOD_AUTO, 1, 0}},
    {"eps_abs = 1", {1, 1e-8, 1e-8, 100, CNL_METHOD_AUTO, 1, 0}},
    {"eps_abs is NaN", {NAN, 1e-8, 1e-8, 100, CNL_METHOD_AUTO, 1, 0}},
    {"eps_rel < 0", {1e-8, -1e-9, 1e-8, 100, CNL_METHOD_AUTO, 1, 0}},
    {"eps_rel = 1", {1e-8, 1, 1e-8, 100, CNL_METHOD_AUTO, 1, 0}},
    {"eps_rel is NaN", {1e-8, NAN, 1e-8, 100, CNL_METHOD_AUTO, 1, 0}},
    {"both 0", {0, 0, 1e-8, 100, CNL_METHOD_AUTO, 1, 0}},
    {"eps_infeasible = 0", {1e-8, 1e-8, 0, 100, CNL_METHOD_AUTO, 1, 0}},
    {"eps_infeasible = 1", {1e-8, 1e-8, 1, 100, CNL_METHOD_AUTO, 1, 0}},
    {"eps_infeasible is NaN", {1e-8, 1e-8, NAN, 100, CNL_METHOD_AUTO, 1, 0}},
    {"no iterations", {1e-8, 1e-8, 1e-8, 0, CNL_METHOD_AUTO, 1, 0}},
    {"iterations < 0", {1e-8, 1e-8, 1e-8, -5, CNL_METHOD_AUTO, 1, 0}},
    {"an unknown method", {1e-8, 1e-8, 1e-8, 100, (cnl_method)4, 1, 0}},
    {"a method < 0", {1e-8, 1e-8, 1e-8, 100, (cnl_method)-1, 1, 0}},
};

static void bad_settings_are_refused(const bad_settings *row)
{
    check_note("%s", row->fault);
    check_refused(&good, &row->given, 1, CNL_INVALID_ARGUMENT);
}

static void a_bad_largest_batch_is_refused(void)
{
    check_refused(&good, NULL, 0, CNL_INVALID_ARGUMENT);
    check_refused(&good, NULL, -1, CNL_INVALID_ARGUMENT);
    check_refused(&good, NULL, (int64_t)INT_MAX + 1, CNL_INVALID_ARGUMENT);
}

static void the_dual_method_does_not_take_second_order_cones(void)
{
    cnl_settings settings = cnl_settings_default();
    settings.method = CNL_METHOD_DUAL;
    check_refused(&good, &settings, 1, CNL_NOT_SUPPORTED);
}

typedef struct choice {
    const char *name;
    cnl_structure given; /* dense, m = z + l */
    cnl_method expected;
} choice;

static const choice choices[] = {
    {"m = n", {.n = 20, .m = 20, .cones = {.l = 20}, .P = {CNL_DENSE}}, CNL_METHOD_DUAL},
    {"m < n", {.n = 20, .m = 5, .cones = {.l = 5}, .P = {CNL_DENSE}}, CNL_METHOD_DUAL},
    {"m >> n", {.n = 20, .m = 100, .cones = {.z = 2, .l = 98}, .P = {CNL_DENSE}}, CNL_METHOD_PRIMAL},
    {"too many equalities", {.n = 3, .m = 4, .cones = {.z = 4}, .P = {CNL_DENSE}}, CNL_METHOD_PRIMAL},
    {"a cone", {.n = 5, .m = 5, .cones = {.l = 3, .q_count = 1, .q = INTS(2)}, .P = {CNL_DENSE}}, CNL_METHOD_PRIMAL},
};

static void the_method_fits_the_shape(const choice *row)
{
    check_note("%s", row->name);
    cnl_structure given = row->given;
    given.A.layout = CNL_DENSE;
    cnl_solver *solver = NULL;
    CHECK_OK(cnl_solver_create(context, &given, NULL, 1, &solver, NULL));
    if (solver) CHECK_INT(cnl_solver_method(solver), row->expected);
    cnl_solver_destroy(solver);
}

static void missing_pointers_are_refused(void)
{
    cnl_error error = {CNL_OK, ""};
    cnl_solver *solver = NULL;
    size_t bytes = 0;
    CHECK_INT(cnl_context_create(NULL, NULL, &error), CNL_INVALID_ARGUMENT);
    CHECK(error.message[0] != '\0');
    CHECK_INT(cnl_solver_create(NULL, &good, NULL, 1, &solver, NULL), CNL_INVALID_ARGUMENT);
    CHECK_INT(cnl_solver_create(context, NULL, NULL, 1, &solver, NULL), CNL_INVALID_ARGUMENT);
    CHECK_INT(cnl_solver_create(context, &good, NULL, 1, NULL, NULL), CNL_INVALID_ARGUMENT);
    CHECK_INT(cnl_solver_size(NULL, &good, NULL, 1, &bytes, NULL), CNL_INVALID_ARGUMENT);
    CHECK_INT(cnl_solver_size(context, NULL, NULL, 1, &bytes, NULL), CNL_INVALID_ARGUMENT);
    CHECK_INT(cnl_solver_size(context, &good, NULL, 1, NULL, NULL), CNL_INVALID_ARGUMENT);
}

typedef struct bad_options {
    const char *fault;
    cnl_context_options given;
} bad_options;

static void *give_nothing(void *user, size_t bytes, size_t alignment)
{
    (void)user;
    (void)bytes;
    (void)alignment;
    return NULL;
}

static void take_nothing(void *user, void *memory)
{
    (void)user;
    (void)memory;
}

static const bad_options all_bad_options[] = {
    {"threads < 0", {.threads = -1}},
    {"too many threads", {.threads = 1025}},
    {"an unknown instruction set", {.isa = (cnl_isa)4}},
    {"an instruction set < 0", {.isa = (cnl_isa)-1}},
    {"no release", {.allocator = {.allocate = give_nothing}}},
    {"no allocate", {.allocator = {.release = take_nothing}}},
};

static void bad_options_are_refused(const bad_options *row)
{
    check_note("%s", row->fault);
    cnl_error error = {CNL_OK, ""};
    cnl_context *made = (cnl_context *)&error;
    CHECK_INT(cnl_context_create(&row->given, &made, &error), CNL_INVALID_ARGUMENT);
    CHECK(made == NULL);
    CHECK_INT(error.status, CNL_INVALID_ARGUMENT);
    CHECK(error.message[0] != '\0');
}

static void instructions_are_those_of_the_cpu(void)
{
    for (int isa = CNL_ISA_PORTABLE; isa <= CNL_ISA_AVX512; isa++) {
        cnl_error error = {CNL_OK, ""};
        cnl_context *made = NULL;
        cnl_context_options options = {.isa = (cnl_isa)isa};
        cnl_status status = cnl_context_create(&options, &made, &error);
        check_note("%s", isa_word((cnl_isa)isa));
        CHECK_INT(status, cpu_has((cnl_isa)isa) ? CNL_OK : CNL_NOT_SUPPORTED);
        if (status == CNL_OK) CHECK_STR(cnl_context_isa_name(made), isa_word((cnl_isa)isa));
        if (status != CNL_OK) CHECK(error.message[0] != '\0');
        cnl_context_destroy(made);
    }
    const char *widest = cpu_has(CNL_ISA_AVX512) ? "avx512" : cpu_has(CNL_ISA_AVX2) ? "avx2" : "portable";
    CHECK_STR(cnl_context_isa_name(context), widest);
}

/* Sizes whose memory no machine has, or no integer counts, end in a refusal and not in a crash. */
static void sizes_beyond_memory_are_refused(void)
{
    cnl_settings settings = cnl_settings_default();
    settings.method = CNL_METHOD_PRIMAL;
    cnl_structure vast = {.n = INT_MAX - 8, .P = {.layout = CNL_DENSE}, .A = {.layout = CNL_DENSE}};
    cnl_solver *solver = NULL;
    cnl_error error = {CNL_OK, ""};
    CHECK(cnl_solver_create(context, &vast, &settings, INT_MAX, &solver, &error) != CNL_OK);
    CHECK(solver == NULL);
    CHECK(error.message[0] != '\0');
}

static void every_status_and_outcome_has_a_name(void)
{
    for (int status = -1; status < 10; status++) CHECK(cnl_status_string((cnl_status)status) != NULL);
    for (int outcome = -1; outcome < 10; outcome++) CHECK(cnl_outcome_string((cnl_outcome)outcome) != NULL);
    CHECK_STR(cnl_status_string(CNL_OK), "ok");
    CHECK_STR(cnl_status_string(CNL_INVALID_ARGUMENT), "invalid argument");
    CHECK_STR(cnl_outcome_string(CNL_SOLVED), "solved");
    CHECK_STR(cnl_outcome_string(CNL_PRIMAL_INFEASIBLE), "primal infeasible");
    CHECK_CONTAINS(cnl_version(), ".");
}

int main(int argc, char **argv)
{
    check_arguments(argc, argv);
    if (cnl_context_create(NULL, &context, NULL) != CNL_OK) return 1;
    RUN(the_good_structure_is_good);
    RUN_CASES(a_bad_structure_is_refused, bad_structures);
    RUN_CASES(bad_settings_are_refused, all_bad_settings);
    RUN(a_bad_largest_batch_is_refused);
    RUN(the_dual_method_does_not_take_second_order_cones);
    RUN_CASES(the_method_fits_the_shape, choices);
    RUN(missing_pointers_are_refused);
    RUN_CASES(bad_options_are_refused, all_bad_options);
    RUN(instructions_are_those_of_the_cpu);
    RUN(sizes_beyond_memory_are_refused);
    RUN(every_status_and_outcome_has_a_name);
    cnl_context_destroy(context);
    return check_report();
}
