/**
 * @file check.h
 * Checks for tests: each states a fact, and a fact that fails is printed with both sides in full.
 *
 *     static void a_square_has_four_sides(void)
 *     {
 *         CHECK_INT(sides(square()), 4);
 *     }
 *
 *     int main(int argc, char **argv)
 *     {
 *         check_arguments(argc, argv);   // ./test_shapes -s a_square_has_four_sides runs that one alone
 *         RUN(a_square_has_four_sides);
 *         return check_report();         // 0 passed, 1 failed, 77 skipped
 *     }
 *
 * A check that fails does not end the test; it is true where it held, so `if (!CHECK_OK(call)) return;` can.
 * NaN fails every comparison. A test without a single check fails too. Checks belong to the main thread.
 */
#ifndef CONELET_TESTS_CHECK_H
#define CONELET_TESTS_CHECK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CHECK_PLACE __FILE__, __LINE__

/** The condition holds. */
#define CHECK(condition) check_true((condition), CHECK_PLACE, #condition)

/** The condition holds; if not, the printf-like rest says more. */
#define CHECK_THAT(condition, ...) check_that((condition), CHECK_PLACE, #condition, __VA_ARGS__)

/** |value - expected| <= tolerance. Equal infinities are near; NaN never is. */
#define CHECK_NEAR(value, expected, tolerance) check_near((value), (expected), (tolerance), CHECK_PLACE, #value)

/** value <= bound, for a residual or an error; NaN fails. */
#define CHECK_AT_MOST(value, bound) check_at_most((value), (bound), CHECK_PLACE, #value)

/** The call returned 0 (CNL_OK). */
#define CHECK_OK(call) check_int((long long)(call), 0, CHECK_PLACE, #call)

/** Two integers (or enums) are equal. */
#define CHECK_INT(value, expected) check_int((long long)(value), (long long)(expected), CHECK_PLACE, #value)

/** Two strings are equal; NULL never is. */
#define CHECK_STR(value, expected) check_str((value), (expected), CHECK_PLACE, #value)

/** The string holds the part; NULL never does. */
#define CHECK_CONTAINS(value, part) check_contains((value), (part), CHECK_PLACE, #value)

/** [batch, length] numbers are near the expected ones; the worst one is printed with its problem and index. */
#define CHECK_ARRAY(values, expected, batch, length, tolerance)                                                        \
    check_array((values), (expected), (batch), (length), (tolerance), CHECK_PLACE, #values)

/** [batch, length] numbers equal the expected ones in every bit (so NaN may equal NaN). */
#define CHECK_BITS(values, expected, batch, length)                                                                    \
    check_bits((values), (expected), (batch), (length), CHECK_PLACE, #values)

/** Run a test `void test(void)`. */
#define RUN(test)                                                                                                      \
    do {                                                                                                               \
        if (check_begin(#test)) {                                                                                      \
            test();                                                                                                    \
            check_end();                                                                                               \
        }                                                                                                              \
    } while (0)

/** Run `void test(const T *)` on every row of the array `table` of T. */
#define RUN_CASES(test, table)                                                                                         \
    do {                                                                                                               \
        for (size_t check_row = 0; check_row < sizeof(table) / sizeof((table)[0]); check_row++) {                      \
            if (check_begin_case(#test, check_row)) {                                                                  \
                test(&(table)[check_row]);                                                                             \
                check_end();                                                                                           \
            }                                                                                                          \
        }                                                                                                              \
    } while (0)

/** Reads `-s NAME` (run only the tests of that name, several times for several) and `-l` (print the names only). */
void check_arguments(int argc, char **argv);

/** From here on, failures of this test print this seed. */
void check_seed(uint64_t seed);

/** From here on, failures of this test print this sentence too (copied, up to 200 characters). */
void check_note(const char *format, ...) __attribute__((format(printf, 1, 2)));

/** This test cannot run here; say why. */
void check_skip(const char *reason);

/** @return how many checks of the current test have failed. */
long check_failures(void);

/** Print the sum of all tests. @return 0 passed, 1 something failed, 77 every test was skipped. */
int check_report(void);

bool check_begin(const char *name);
bool check_begin_case(const char *name, size_t row);
void check_end(void);
bool check_true(bool condition, const char *file, int line, const char *text);
bool check_that(bool condition, const char *file, int line, const char *text, const char *format, ...)
    __attribute__((format(printf, 5, 6)));
bool check_near(double value, double expected, double tolerance, const char *file, int line, const char *text);
bool check_at_most(double value, double bound, const char *file, int line, const char *text);
bool check_int(long long value, long long expected, const char *file, int line, const char *text);
bool check_str(const char *value, const char *expected, const char *file, int line, const char *text);
bool check_contains(const char *value, const char *part, const char *file, int line, const char *text);
bool check_array(const double *values, const double *expected, int64_t batch, int64_t length, double tolerance,
                 const char *file, int line, const char *text);
bool check_bits(const double *values, const double *expected, int64_t batch, int64_t length, const char *file, int line,
                const char *text);

#endif
