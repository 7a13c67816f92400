/* Every kind of RANGES and BOUNDS, as the rows of the cone form that were worked out by hand. */
#include <math.h>
#include <stdio.h>

#include "check.h"
#include "qps_program.h"

enum { TEXT_ROOM = 600 };

/* One row R: 2 x of a type, with a right-hand side and a range, over a free x. */
typedef struct row_case {
    const char *type;
    const char *right_side; /* "" for none */
    const char *range;      /* "" for none */
    int z;
    int l;
    double a[2];
    double b[2];
} row_case;

static const row_case ROW_CASES[] = {
    {"E", "4", "", 1, 0, {2}, {4}},
    {"L", "4", "", 0, 1, {2}, {4}},
    {"G", "4", "", 0, 1, {-2}, {-4}},
    {"L", "", "", 0, 1, {2}, {0}},
    {"G", "", "", 0, 1, {-2}, {0}},
    {"E", "", "", 1, 0, {2}, {0}},
    /* a range of an E row reaches up if positive, down if negative */
    {"E", "4", "3", 0, 2, {2, -2}, {7, -4}},
    {"E", "4", "-3", 0, 2, {2, -2}, {4, -1}},
    {"E", "4", "0", 1, 0, {2}, {4}},
    {"E", "-4", "1.5", 0, 2, {2, -2}, {-2.5, 4}},
    {"E", "-4", "-1.5", 0, 2, {2, -2}, {-4, 5.5}},
    {"E", "4", "1e30", 0, 1, {-2}, {-4}},
    {"E", "4", "-inf", 0, 1, {2}, {4}},
    /* of an L row down, of a G row up, whatever its sign */
    {"L", "4", "3", 0, 2, {2, -2}, {4, -1}},
    {"L", "4", "-3", 0, 2, {2, -2}, {4, -1}},
    {"G", "4", "3", 0, 2, {2, -2}, {7, -4}},
    {"G", "4", "-3", 0, 2, {2, -2}, {7, -4}},
    {"L", "", "3", 0, 2, {2, -2}, {0, 3}},
    {"G", "", "3", 0, 2, {2, -2}, {3, 0}},
    {"L", "4", "0", 1, 0, {2}, {4}},
    {"G", "4", "0", 1, 0, {2}, {4}},
    {"L", "4", "inf", 0, 1, {2}, {4}},
    {"G", "4", "1e20", 0, 1, {-2}, {-4}},
    /* a row without a finite side is no row */
    {"L", "1e20", "", 0, 0, {0}, {0}},
    {"L", "+Inf", "", 0, 0, {0}, {0}},
    {"G", "-1e30", "", 0, 0, {0}, {0}},
    {"G", "-Infinity", "", 0, 0, {0}, {0}},
    {"N", "4", "3", 0, 0, {0}, {0}},
    /* below 1e20 a number is a number */
    {"L", "9e19", "", 0, 1, {2}, {9e19}},
};

static void rows_and_ranges(const row_case *each)
{
    char right_side[60] = "";
    char range[60] = "";
    char text[TEXT_ROOM];
    if (*each->right_side != '\0') snprintf(right_side, sizeof right_side, "    RHS  R  %s\n", each->right_side);
    if (*each->range != '\0') snprintf(range, sizeof range, "RANGES\n    RNG  R  %s\n", each->range);
    snprintf(
        text, sizeof text,
        "NAME  SIDES\nROWS\n N  COST\n %s  R\nCOLUMNS\n    X  COST  1  R  2\nRHS\n%s%sBOUNDS\n FR BND  X\nENDATA\n",
        each->type, right_side, range);
    check_note("row of type %s, right-hand side \"%s\", range \"%s\"", each->type, each->right_side, each->range);

    program expected = {.n = 1, .z = each->z, .l = each->l, .c = {1}};
    for (int i = 0; i < each->z + each->l; i++) {
        expected.A[i][0] = each->a[i];
        expected.b[i] = each->b[i];
    }
    check_text(text, &expected);
}

/* Bounds of one x that is in no row. */
typedef struct bound_case {
    const char *lines;
    int z;
    int l;
    double a[2];
    double b[2];
} bound_case;

static const bound_case BOUND_CASES[] = {
    /* x >= 0 where nothing is said */
    {"", 0, 1, {-1}, {0}},
    {" UP BND X 4\n", 0, 2, {1, -1}, {4, 0}},
    /* a negative upper bound alone: no lower bound; an upper bound of 0 alone: x = 0 */
    {" UP BND X -4\n", 0, 1, {1}, {-4}},
    {" UP BND X 0\n", 1, 0, {1}, {0}},
    {" UP BND X -1\n LO BND X -3\n", 0, 2, {1, -1}, {-1, 3}},
    {" LO BND X -3\n UP BND X -1\n", 0, 2, {1, -1}, {-1, 3}},
    {" LO BND X -3\n UP BND X 0\n", 0, 2, {1, -1}, {0, 3}},
    {" LO BND X -3\n", 0, 1, {-1}, {3}},
    {" LO BND X 3\n", 0, 1, {-1}, {-3}},
    {" LO BND X 2\n UP BND X 5\n", 0, 2, {1, -1}, {5, -2}},
    {" LO BND X 2\n UP BND X 2\n", 1, 0, {1}, {2}},
    {" FX BND X 2\n", 1, 0, {1}, {2}},
    {" FX BND X -2\n", 1, 0, {1}, {-2}},
    {" FX BND X 0\n", 1, 0, {1}, {0}},
    {" FR BND X\n", 0, 0, {0}, {0}},
    {" MI BND X\n", 0, 0, {0}, {0}},
    {" MI BND X\n UP BND X 5\n", 0, 1, {1}, {5}},
    {" MI BND X\n UP BND X -5\n", 0, 1, {1}, {-5}},
    {" MI BND X\n PL BND X\n", 0, 0, {0}, {0}},
    {" PL BND X\n", 0, 1, {-1}, {0}},
    {" LO BND X 1\n PL BND X\n", 0, 1, {-1}, {-1}},
    /* infinite bounds in every spelling */
    {" UP BND X 1e20\n", 0, 1, {-1}, {0}},
    {" UP BND X 1.0E+30\n", 0, 1, {-1}, {0}},
    {" UP BND X 1D31\n", 0, 1, {-1}, {0}},
    {" UP BND X inf\n", 0, 1, {-1}, {0}},
    {" UP BND X +Infinity\n", 0, 1, {-1}, {0}},
    {" LO BND X -1e20\n", 0, 0, {0}, {0}},
    {" LO BND X -Inf\n", 0, 0, {0}, {0}},
    {" LO BND X -1e30\n UP BND X 1e30\n", 0, 0, {0}, {0}},
    {" UP BND X 9e19\n", 0, 2, {1, -1}, {9e19, 0}},
    /* no name of the set; a number where none is needed; codes in small letters */
    {" UP X 4\n", 0, 2, {1, -1}, {4, 0}},
    {" FX X 4\n", 1, 0, {1}, {4}},
    {" FR X\n", 0, 0, {0}, {0}},
    {" FR X 0\n", 0, 0, {0}, {0}},
    {" MI X 0\n UP X 3\n", 0, 1, {1}, {3}},
    {" MI BND X 0\n", 0, 0, {0}, {0}},
    {" up BND X 4\n", 0, 2, {1, -1}, {4, 0}},
};

static void bounds(const bound_case *each)
{
    char text[TEXT_ROOM];
    snprintf(text, sizeof text, "NAME\nROWS\n N  COST\nCOLUMNS\n    X  COST  1\nRHS\nBOUNDS\n%sENDATA\n", each->lines);
    check_note("bounds \"%s\"", each->lines);
    program expected = {.n = 1, .z = each->z, .l = each->l, .c = {1}};
    for (int i = 0; i < each->z + each->l; i++) {
        expected.A[i][0] = each->a[i];
        expected.b[i] = each->b[i];
    }
    check_text(text, &expected);
}

/* The rows come in the order that qps_reader.h promises, and an entry that is 0 is none. */
static void order_of_the_cone_form(void)
{
    static const char TEXT[] = "ROWS\n L L1\n N COST\n E E1\n G G1\n E E2\nCOLUMNS\n"
                               "    X  L1  1  E1  2\n    X  G1  3  E2  4\n"
                               "    Y  E2  5  COST  6\n"
                               "    Z  L1  7  E1  0\n"
                               "RHS\n    RHS  L1  10  E1  20\n    RHS  G1  30  E2  40\n"
                               "RANGES\n    RNG  L1  1\n"
                               "BOUNDS\n UP BND  X  50\n FX BND  Y  60\n LO BND  Z  -70\nENDATA\n";
    static const program EXPECTED = {
        .n = 3,
        .z = 3,
        .l = 6,
        .c = {0, 6, 0},
        .A = {{2, 0, 0},   /* E1 */
              {4, 5, 0},   /* E2 */
              {0, 1, 0},   /* Y = 60 */
              {1, 0, 7},   /* L1 <= 10 */
              {-1, 0, -7}, /* L1 >= 9 */
              {-3, 0, 0},  /* G1 >= 30 */
              {1, 0, 0},   /* X <= 50 */
              {-1, 0, 0},  /* X >= 0 */
              {0, 0, -1}}, /* Z >= -70 */
        .b = {20, 40, 60, 10, -9, -30, 50, 0, 70},
    };
    check_text(TEXT, &EXPECTED);
}

int main(int argc, char **argv)
{
    check_arguments(argc, argv);
    RUN_CASES(rows_and_ranges, ROW_CASES);
    RUN_CASES(bounds, BOUND_CASES);
    RUN(order_of_the_cone_form);
    return check_report();
}
