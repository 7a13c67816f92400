/**
 * @file floats.h
 * Programs and answers in single precision, for calls of f32.h, and how their answers are judged.
 */
#ifndef CONELET_TESTS_FLOATS_H
#define CONELET_TESTS_FLOATS_H

#include "conelet/conelet.h"
#include "fixture.h"
#include "programs.h"

enum { FLOAT_DATA = 4 };

/** Dense programs as floats. */
typedef struct float_data {
    cnl_data_f32 view;
    float *numbers[FLOAT_DATA]; /**< owned: P, c, A, b */
} float_data;

/** Room for the answers of a batch; owned. */
typedef struct float_answers {
    cnl_solution_f32 view;
    int64_t batch;
    int32_t n, m;
} float_answers;

/** `count` floats of rubbish; freed with free(). */
float *floats_create(int64_t count);

/** Copies of the numbers, each rounded to the nearest float. */
float *narrowed(const double *numbers, int64_t count);

/** Every number to one that a float holds. */
void round_numbers(double *numbers, int64_t count);
void programs_round(programs *all);

float_data float_data_create(const programs *all);
void float_data_free(float_data *unwanted);

/** The data of problems first, first + 1, ...: the same arrays, from later on. */
cnl_data_f32 float_data_from(const cnl_data_f32 *data, int64_t first);

float_answers float_answers_create(int64_t batch, int32_t n, int32_t m);
void float_answers_free(float_answers *unwanted);

/** The answers of doubles, each number rounded once. */
float_answers answers_rounded(const answers *from);

/** @return how many numbers differ in any bit. */
int64_t floats_different(const float *a, const float *b, int64_t count);

/** Check that problems first ... of `got` are, in every bit, those from `other_first` on of `other`. */
void check_same_floats(const float_answers *got, int64_t first, const float_answers *other, int64_t other_first,
                       int64_t count);

/** Check that the answer to problem i meets eps, but for its rounding to floats. */
void check_optimal_floats(const programs *all, const float_answers *got, int64_t i, double eps);

/** Check that |got - expected|_inf <= tolerance |expected|_inf, problem by problem. */
void check_close_floats(const char *what, const float *got, const float *expected, int64_t batch, int64_t count,
                        double tolerance);

#endif
