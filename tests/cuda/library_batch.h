/**
 * @file library_batch.h
 * Large dense programs with every outcome in one batch, solved on a device; the library executor has them.
 */
#ifndef TESTS_CUDA_LIBRARY_BATCH_H
#define TESTS_CUDA_LIBRARY_BATCH_H

#include "device_api.h"
#include "fixture.h"

/** What a batch looks like. */
typedef struct library_case {
    const char *name;
    int32_t n;
    cnl_cones cones;
    int32_t rank; /**< of P; 0: none */
    cnl_method method;
    layout layout;
} library_case;

/** Is the first pass by a route for a definite P? */
bool library_is_definite(const library_case *row);

/** The problems of a batch: three with solutions, then these. */
enum { LIBRARY_BATCH = 6, LIBRARY_INFEASIBLE = 3, LIBRARY_UNBOUNDED = 4, LIBRARY_INVALID = 5 };

/** The programs number 0, 1, ... of a case; others have other numbers. */
programs library_programs(const library_case *row, int number);

/** A solver on a context's device, and the arrays of its calls there. */
typedef struct library_batch {
    const cnl_context *context; /**< borrowed */
    cnl_solver *solver;
    int64_t most; /**< problems that the arrays hold */
    int32_t n, m;
    cnl_data data;         /**< on the device */
    cnl_solution solution; /**< likewise */
    void *owned[16];
    int owned_count;
} library_batch;

cnl_settings library_settings(cnl_method method);

/** Arrays and a solver for as many problems as are stored. Whatever fails is a failed check. @return whether all went
    well; close it in any case. */
bool library_batch_open(library_batch *all, const cnl_context *context, cnl_method method, const stored *from);
void library_batch_close(library_batch *all);

/** Problem places[i] of what is stored becomes problem i on the device, and all answers rubbish. */
void library_batch_fill(library_batch *all, const stored *from, const int *places, int64_t batch);

/** The answers, after all that is on the context's stream; freed by the caller. */
answers library_batch_answers(const library_batch *all, int64_t batch);

#endif
