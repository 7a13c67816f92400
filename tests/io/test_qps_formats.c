/* One program, worked by hand, in every dialect. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "check.h"
#include "qps_program.h"
#include "qps_reader.h"

/* min 2 x^2 + x y + 1.5 y^2 + 3 x - y + 10, 1 <= x + 2 y <= 4, x - y = 0.5, 0 <= x <= 8, y free */
static const program PROGRAM = {
    .n = 2,
    .z = 1,
    .l = 4,
    .P = {{4, 1}, {1, 3}},
    .c = {3, -1},
    .A = {{1, -1}, {1, 2}, {-1, -2}, {1, 0}, {-1, 0}},
    .b = {0.5, 4, -1, 8, 0},
    .offset = 10,
};

#define ROWS_TEXT    "ROWS\n N  COST\n L  SUM\n E  DIFF\n"
#define COLUMNS_TEXT "COLUMNS\n    X  COST  3  SUM  1\n    X  DIFF  1\n    Y  COST  -1  SUM  2\n    Y  DIFF  -1\n"
#define RHS_TEXT     "RHS\n    RHS  COST  -10  SUM  4\n    RHS  DIFF  0.5\n"
#define RANGES_TEXT  "RANGES\n    RNG  SUM  3\n"
#define BOUNDS_TEXT  "BOUNDS\n UP BND  X  8\n FR BND  Y\n"
#define LINEAR_TEXT  ROWS_TEXT COLUMNS_TEXT RHS_TEXT RANGES_TEXT BOUNDS_TEXT
#define QUADOBJ_TEXT "QUADOBJ\n    X  X  4\n    X  Y  1\n    Y  Y  3\n"
#define PLAIN_TEXT   "NAME  SMALL\n" LINEAR_TEXT QUADOBJ_TEXT "ENDATA\n"

static const char *const DIALECTS[] = {
    PLAIN_TEXT,
    /* no name, and nothing after ENDATA counts */
    LINEAR_TEXT QUADOBJ_TEXT "ENDATA\n\x1a\x01 ROWS\n N\n",
    "NAME\n" LINEAR_TEXT QUADOBJ_TEXT "ENDATA",
    /* Q: two pairs to a line, the lower triangle, both triangles, QSECTION */
    LINEAR_TEXT "QUADOBJ\n    X  X  4  Y  1\n    Y  Y  3\nENDATA\n",
    LINEAR_TEXT "QUADOBJ\n    Y  Y  3  X  1\n    X  X  4\nENDATA\n",
    LINEAR_TEXT "QMATRIX\n    X  X  4  Y  1\n    Y  X  1  Y  3\nENDATA\n",
    LINEAR_TEXT "QSECTION\n    X  X  4  Y  1\n    Y  Y  3\nENDATA\n",
    LINEAR_TEXT "QSECTION  COST\n    X  X  4  Y  1\n    Y  Y  3\nENDATA\n",
    /* sections in another order */
    ROWS_TEXT COLUMNS_TEXT QUADOBJ_TEXT BOUNDS_TEXT RANGES_TEXT RHS_TEXT "ENDATA\n",
    /* tabs, carriage returns, comments, blank lines, small letters */
    "NAME\tSMALL\r\nROWS\r\n\tN\tCOST\r\n\tL\tSUM\r\n\tE\tDIFF\r\nCOLUMNS\r\n\tX\tCOST\t3\tSUM\t1\r\n\tX\tDIFF\t1\r\n"
    "\tY\tCOST\t-1\tSUM\t2\r\n\tY\tDIFF\t-1\t\r\n" RHS_TEXT RANGES_TEXT BOUNDS_TEXT QUADOBJ_TEXT "ENDATA\r\n",
    "* first\n\n" ROWS_TEXT "*\n   \n\t\n" COLUMNS_TEXT "* X Y\n\n" RHS_TEXT RANGES_TEXT BOUNDS_TEXT QUADOBJ_TEXT
    "\n* last\nENDATA\n",
    "rows\n n COST\n l SUM\n e DIFF\ncolumns\n X COST 3 SUM 1\n X DIFF 1\n Y COST -1 SUM 2\n Y DIFF -1\nrhs\n"
    " RHS COST -10 SUM 4\n RHS DIFF .5\nranges\n RNG SUM 3\nbounds\n up BND X 8\n fr BND Y\nquadobj\n X X 4\n X Y 1\n"
    " Y Y 3\nendata\n",
    /* no names of sets */
    ROWS_TEXT COLUMNS_TEXT
    "RHS\n    COST  -10  SUM  4\n    DIFF  0.5\nRANGES\n    SUM  3\nBOUNDS\n UP X  8\n FR Y\n" QUADOBJ_TEXT "ENDATA\n",
    /* numbers in every spelling */
    ROWS_TEXT "COLUMNS\n    X  COST  3.0D+00  SUM  +1.\n    X  DIFF  .1d1\n    Y  COST  -1e-0  SUM  0.2E1\n"
              "    Y  DIFF  -1000.D-3\nRHS\n    RHS  COST  -1.0E+01  SUM  4.000000000000000000000000000000000000000\n"
              "    RHS  DIFF  5e-1\n" RANGES_TEXT BOUNDS_TEXT QUADOBJ_TEXT "ENDATA\n",
    /* further rows of type N are left out; OBJNAME says which one is not */
    "ROWS\n N  COST\n N  OTHER\n L  SUM\n E  DIFF\nCOLUMNS\n    X  COST  3  SUM  1\n    X  DIFF  1  OTHER  7\n"
    "    Y  COST  -1  SUM  2\n    Y  DIFF  -1\nRHS\n    RHS  COST  -10  SUM  4\n    RHS  DIFF  0.5  OTHER  6\n"
    "RANGES\n    RNG  SUM  3  OTHER  2\n" BOUNDS_TEXT "QUADOBJ\n    X  X  4  Y  1\n    Y  Y  3\nENDATA\n",
    "OBJNAME\n    COST\nROWS\n N  OTHER\n N  COST\n L  SUM\n E  DIFF\nCOLUMNS\n    X  COST  3  SUM  1\n"
    "    X  DIFF  1  OTHER  7\n    Y  COST  -1  SUM  2\n    Y  DIFF  -1\n" RHS_TEXT RANGES_TEXT BOUNDS_TEXT QUADOBJ_TEXT
    "ENDATA\n",
    "OBJNAME  COST\n" LINEAR_TEXT QUADOBJ_TEXT "ENDATA\n",
    "OBJSENSE\n    MIN\n" LINEAR_TEXT QUADOBJ_TEXT "ENDATA\n",
    "OBJSENSE MINIMIZE\n" LINEAR_TEXT QUADOBJ_TEXT "ENDATA\n",
    /* fixed format; the names of rows, columns and sets hold blanks */
    "NAME          SMALL ONE\n"
    "ROWS\n"
    " N  CO ST\n"
    " L  THE SUM\n"
    " E  D I F F\n"
    "COLUMNS\n"
    "    X 1       CO ST               3.   THE SUM             1.\n"
    "    X 1       D I F F             1.\n"
    "    Y 1       CO ST              -1.   THE SUM             2.\n"
    "    Y 1       D I F F            -1.\n"
    "RHS\n"
    "    THE RHS   CO ST             -10.   THE SUM             4.\n"
    "    THE RHS   D I F F             .5   \n"
    "RANGES\n"
    "    RNG 1     THE SUM             3.\n"
    "BOUNDS\n"
    " UP BND 1     X 1                 8.\n"
    " FR BND 1     Y 1\n"
    "QUADOBJ\n"
    "    X 1       X 1                 4.   Y 1                 1.\n"
    "    Y 1       Y 1                 3.\n"
    "ENDATA\n",
    /* fixed format; only the name of the set holds a blank, and another is missing */
    "ROWS\n N  COST\n L  SUM\n E  DIFF\n"
    "COLUMNS\n"
    "    X         COST                3.   SUM                 1.\n"
    "    X         DIFF                1.\n"
    "    Y         COST               -1.   SUM                 2.\n"
    "    Y         DIFF               -1.\n"
    "RHS\n"
    "    THE RHS   COST              -10.   SUM                 4.\n"
    "    THE RHS   DIFF                .5\n"
    "RANGES\n"
    "              SUM                 3.\n"
    "BOUNDS\n"
    " UP           X                   8.\n"
    " FR           Y\n"
    "QUADOBJ\n"
    "    X         X                   4.   Y                   1.\n"
    "    Y         Y                   3.\n"
    "ENDATA\n",
};

static void dialects(const char *const *text) { check_text(*text, &PROGRAM); }

/* The same as PROGRAM, negated but for its constraints. */
static void maximising_negates_the_objective(void)
{
    static const char *const SENSES[] = {"OBJSENSE\n    MAX\n", "OBJSENSE MAX\n", "OBJSENSE\nMAXIMIZE\n",
                                         "OBJSENSE\n\tmaximise\n"};
    program expected = PROGRAM;
    expected.offset = -PROGRAM.offset;
    for (int i = 0; i < PROGRAM.n; i++) {
        expected.c[i] = -PROGRAM.c[i];
        for (int k = 0; k < PROGRAM.n; k++) expected.P[i][k] = -PROGRAM.P[i][k];
    }
    for (size_t i = 0; i < sizeof SENSES / sizeof SENSES[0]; i++) {
        char text[1000] = "NAME  SMALL\n";
        strcat(text, SENSES[i]);
        strcat(text, LINEAR_TEXT QUADOBJ_TEXT "ENDATA\n");
        check_note("%s", SENSES[i]);
        check_text(text, &expected);

        problem_file *file;
        if (!CHECK_OK(program_read(text, strlen(text), &file, NULL))) return;
        CHECK_STR(file->name, "SMALL (maximised: the objective is negated)");
        problem_file_free(file);
    }
}

static void check_name(const char *first_lines, const char *expected)
{
    char text[1000];
    problem_file *file;
    snprintf(text, sizeof text, "%s" LINEAR_TEXT "ENDATA\n", first_lines);
    if (!CHECK_OK(program_read(text, strlen(text), &file, NULL))) return;
    if (expected == NULL)
        CHECK(file->name == NULL);
    else
        CHECK_STR(file->name, expected);
    problem_file_free(file);
}

static void names_of_the_problem(void)
{
    check_name("NAME  SMALL\n", "SMALL");
    check_name("NAME          ONE  of TWO  \r\n", "ONE  of TWO");
    check_name("NAME\n", NULL);
    check_name("", NULL);
    check_name("OBJSENSE MAX\n", "(maximised: the objective is negated)");
}

/* Without Q the matrix P is absent, and so it is where every entry of Q is 0. */
static void linear_programs_have_no_P(void)
{
    static const char *const QUADRATICS[] = {"", "QUADOBJ\n", "QUADOBJ\n    X  Y  0\n", "QMATRIX\n    X  Y  0\n"};
    for (size_t i = 0; i < sizeof QUADRATICS / sizeof QUADRATICS[0]; i++) {
        char text[1000];
        problem_file *file;
        snprintf(text, sizeof text, LINEAR_TEXT "%sENDATA\n", QUADRATICS[i]);
        if (!CHECK_OK(program_read(text, strlen(text), &file, NULL))) return;
        CHECK_INT(file->structure.P.layout, CNL_ABSENT);
        problem_file_free(file);
    }
}

static void gzip_is_unpacked(void)
{
    problem_file *file;
    cnl_error error = {0};
    if (!CHECK_OK(program_read_packed(PLAIN_TEXT, strlen(PLAIN_TEXT), &file, &error))) return;
    check_program(file, &PROGRAM);
    problem_file_free(file);
}

/* As `cat a.gz b.gz` makes it. */
static void gzip_in_several_members_is_one_text(void)
{
    char *first;
    char *second;
    size_t half = strlen(PLAIN_TEXT) / 2;
    size_t first_length = program_pack(PLAIN_TEXT, half, &first);
    size_t second_length = program_pack(PLAIN_TEXT + half, strlen(PLAIN_TEXT) - half, &second);
    char *both = malloc(first_length + second_length);
    memcpy(both, first, first_length);
    memcpy(both + first_length, second, second_length);

    problem_file *file;
    if (CHECK_OK(program_read(both, first_length + second_length, &file, NULL))) check_program(file, &PROGRAM);
    problem_file_free(file);
    free(first);
    free(second);
    free(both);
}

/* A pipe cannot be read twice, and a file in fixed format is gone through twice. */
static void pipes_are_read(void)
{
    const char *text = DIALECTS[sizeof DIALECTS / sizeof DIALECTS[0] - 1];
    int ends[2];
    char path[40];
    problem_file *file;
    if (!CHECK_OK(pipe(ends))) return;
    snprintf(path, sizeof path, "/dev/fd/%d", ends[0]);
    CHECK_INT(write(ends[1], text, strlen(text)), strlen(text));
    close(ends[1]);
    if (CHECK_OK(qps_read(path, &file, NULL))) check_program(file, &PROGRAM);
    problem_file_free(file);
    close(ends[0]);
}

/* x_0 + ... + x_(n-1) with names long enough to be cut off wherever a reader has too little room. */
static void many_columns_with_long_names(void)
{
    enum { COLUMNS = 3000, NAME_LENGTH = 500, LINE_ROOM = NAME_LENGTH + 60 };
    char *text = malloc((size_t)(COLUMNS + 10) * LINE_ROOM);
    char name[NAME_LENGTH];
    memset(name, 'x', sizeof name - 1);
    name[sizeof name - 1] = '\0';
    char *end = text + sprintf(text, "ROWS\n N  COST\n G  SUM\nCOLUMNS\n");
    for (int i = 0; i < COLUMNS; i++) end += sprintf(end, "    %s%d  COST  %d  SUM  1\n", name, i, i + 1);
    end += sprintf(end, "BOUNDS\n UP BND  %s%d  5\nENDATA\n", name, COLUMNS - 2);

    problem_file *file;
    cnl_error error = {0};
    cnl_status status = program_read(text, (size_t)(end - text), &file, &error);
    if (CHECK_THAT(status == CNL_OK, "%s", error.message)) {
        check_sound(file);
        CHECK_INT(file->structure.n, COLUMNS);
        CHECK_INT(file->structure.m, 1 + COLUMNS + 1);
        for (int i = 0; i < COLUMNS; i++) CHECK_NEAR(file->data.c[i], i + 1, 0);
        const int32_t *starts = file->structure.A.column_starts;
        for (int i = 0; i < COLUMNS; i++) CHECK_INT(starts[i + 1] - starts[i], i == COLUMNS - 2 ? 3 : 2);
    }
    problem_file_free(file);
    free(text);
}

int main(int argc, char **argv)
{
    check_arguments(argc, argv);
    RUN_CASES(dialects, DIALECTS);
    RUN(maximising_negates_the_objective);
    RUN(names_of_the_problem);
    RUN(linear_programs_have_no_P);
    RUN(gzip_is_unpacked);
    RUN(gzip_in_several_members_is_one_text);
    RUN(pipes_are_read);
    RUN(many_columns_with_long_names);
    return check_report();
}
