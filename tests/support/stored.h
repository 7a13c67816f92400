/**
 * @file stored.h
 * The numbers of programs in one of the layouts that a solver takes, and gradients brought back from it.
 */
#ifndef CONELET_TESTS_STORED_H
#define CONELET_TESTS_STORED_H

#include "programs.h"

typedef enum matrix_form {
    FORM_DENSE = 0,
    FORM_ABSENT = 1, /**< P only */
    FORM_FULL = 2,   /**< CSC, every number that is not 0 in some problem */
    FORM_UPPER = 3   /**< CSC, P only: those on and above the diagonal */
} matrix_form;

/** Zero-initialised: all dense, nothing shared, arrays without gaps. */
typedef struct layout {
    matrix_form P;
    matrix_form A;
    bool shared_P; /**< problem 0's, with a stride of 0 */
    bool shared_c;
    bool shared_A;
    bool shared_b;
    int32_t gap; /**< unused numbers (NaN) between one problem's and the next one's */
} layout;

/** Owns all it points to. The cones' q belongs to the programs. */
typedef struct stored {
    layout layout;
    cnl_structure structure;
    cnl_data data;
    int64_t P_length; /**< numbers of one problem's P */
    int64_t A_length;
    int64_t batch;
} stored;

stored stored_create(const programs *all, layout wanted);
void stored_free(stored *kept);

/** Arrays like the data's, filled with zeros: for a gradient or a change. */
cnl_data stored_zeros(const stored *kept);
void stored_free_data(cnl_data *data);

/** Numbers in an array of this datum: those of all its problems, gaps included. */
int64_t stored_count(const stored *kept, int64_t stride, int64_t length);

#endif
