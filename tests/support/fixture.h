/**
 * @file fixture.h
 * A context, a solver, the data and room for the answers: what most tests need, checked and freed together.
 */
#ifndef CONELET_TESTS_FIXTURE_H
#define CONELET_TESTS_FIXTURE_H

#include "conelet/conelet.h"
#include "kkt.h"
#include "programs.h"
#include "stored.h"

/** Room for the answers of a batch, filled with rubbish that no correct answer is. */
typedef struct answers {
    int64_t batch;
    int32_t n;
    int32_t m;
    cnl_solution view;
    double *x;
    double *y;
    double *s;
    double *objective;
    double *residuals;
    int32_t *iterations;
    int32_t *status;
} answers;

answers answers_create(int64_t batch, int32_t n, int32_t m);
void answers_free(answers *got);

/** Check that problems first ... of `got` are, in every bit, those from `other_first` on of `other`. */
void check_same_answers(const answers *got, int64_t first, const answers *other, int64_t other_first, int64_t count);

/** How a fixture solves. Zero-initialised: defaults everywhere, dense, nothing shared, one thread. */
typedef struct fixture_options {
    layout layout;
    cnl_method method;
    cnl_isa isa;
    int32_t threads;        /**< 0 = one */
    double eps;             /**< both tolerances; 0 = the default */
    int64_t max_batch;      /**< 0 = the batch */
    int32_t max_iterations; /**< 0 = the default */
    bool forget_factors;    /**< keep_factors = 0 */
} fixture_options;

typedef struct fixture {
    cnl_structure judged_structure; /**< dense, whatever the layout: what the answers are judged by */
    cnl_data judged_data;
    cnl_context *context;
    cnl_solver *solver;
    stored stored;
    answers answers;
} fixture;

/** Create all of it. @return whether that worked; if not, checks have failed. Close it in any case. */
bool fixture_open(fixture *all, const programs *problems, const fixture_options *options);

/** Open and solve. @return whether both calls returned CNL_OK. */
bool fixture_solve(fixture *all, const programs *problems, const fixture_options *options);
void fixture_close(fixture *all);

/** Check that every problem is solved and optimal to `tolerance` (relative as in solver.h), s in K and y in K*. */
void check_all_solved(const fixture *all, double tolerance);

/** Check that problem i is solved, and optimal to `tolerance`. */
void check_solved(const fixture *all, int64_t i, double tolerance);

/** Check the certificate of problem i, whose status must be this one. */
void check_primal_infeasible(const fixture *all, int64_t i);
void check_dual_infeasible(const fixture *all, int64_t i);

/** Does this CPU have these instructions? (Asked of the CPU, not of the library.) */
bool cpu_has(cnl_isa isa);

/** "avx2" and so on. */
const char *isa_word(cnl_isa isa);
const char *method_word(cnl_method method);

/** Seconds of a clock that never goes back. */
double seconds_now(void);

#endif
