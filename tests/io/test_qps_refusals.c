/* Every file that breaks a rule is refused with a sentence that names the line and the rule. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "qps_program.h"
#include "qps_reader.h"

typedef struct refusal {
    const char *text;
    const char *sentence; /* a part of it */
} refusal;

#define START   "NAME\nROWS\n N COST\n L R1\n E R2\nCOLUMNS\n X COST 1 R1 2\n Y R2 3\n"
#define END     "ENDATA\n"
#define RHS     START "RHS\n"
#define RANGES  START "RANGES\n"
#define BOUNDS  START "BOUNDS\n"
#define QUADOBJ START "QUADOBJ\n"

static const refusal INVALID[] = {
    /* the frame */
    {"", "is empty"},
    {"\n", "line 1: the file ends here, cut short: expected ENDATA"},
    {START, "line 8: the file ends here, cut short: expected ENDATA"},
    {START "ENDAT\n", "line 9: unknown section \"ENDAT\"; expected NAME, "},
    {START "QCMATRIX\n" END, "line 9: unknown section \"QCMATRIX\""},
    {"hello world\n", "line 1: unknown section \"hello\""},
    {" X COST 1\n" END, "line 1: expected section NAME or ROWS before any data"},
    {"NAME\nENDATA\n", "line 2: ENDATA, but no section ROWS"},
    {"ROWS\n N COST\nENDATA\n", "line 3: ENDATA, but no columns"},
    {"ROWS\n N COST\nCOLUMNS\nENDATA\n", "line 4: ENDATA, but no columns"},
    {"NAME\nCOLUMNS\n" END, "line 2: section ROWS is expected before section COLUMNS"},
    {"RHS\n" END, "line 1: section ROWS is expected before section RHS"},
    {"RANGES\n" END, "line 1: section ROWS is expected before section RANGES"},
    {"ROWS\n N COST\nBOUNDS\n" END, "line 3: section COLUMNS is expected before section BOUNDS"},
    {"ROWS\n N COST\nQUADOBJ\n" END, "line 3: section COLUMNS is expected before section QUADOBJ"},
    {START "ROWS\n" END, "line 9: section ROWS is given twice"},
    {RHS "RHS\n" END, "line 10: section RHS is given twice"},
    {QUADOBJ "QMATRIX\n" END, "line 10: the quadratic objective is given twice"},
    {QUADOBJ "QSECTION\n" END, "line 10: section QSECTION is given twice"},
    {START "RHS R1 4\n" END, "line 9: expected nothing after RHS, found \"R1 4\""},
    {"NAME A\n B\n" END, "line 2: expected a section after NAME, found \"B\""},
    {"NAME\nROWS\n N \x01\n" END, "line 3 holds the byte 0x01, which is not text"},
    /* the objective */
    {"ROWS\n L R1\nCOLUMNS\n X R1 1\n" END, "line 5: no objective: section ROWS holds no row of type N"},
    {"OBJNAME\n PROFIT\n" START END, "line 11: OBJNAME asks for row \"PROFIT\""},
    {"OBJNAME R1\n" START END, "OBJNAME asks for row \"R1\", and no row of type N has it"},
    {"OBJNAME\n" START END, "line 2: expected the name of a row after OBJNAME"},
    {"OBJNAME A\n B\n" START END, "line 2: the name of the objective row is given twice"},
    {"OBJSENSE\n" START END, "line 2: expected MIN or MAX after OBJSENSE"},
    {"OBJSENSE\n LEAST\n" START END, "line 2: expected MIN or MAX after OBJSENSE, found \"LEAST\""},
    {"OBJSENSE MOST\n" START END, "line 1: expected MIN or MAX after OBJSENSE, found \"MOST\""},
    {"OBJSENSE MAX\n MIN\n" START END, "line 2: the sense of the objective is given twice"},
    /* rows */
    {"ROWS\n X COST\n" END, "line 2: expected a row of type N, E, L or G, found type \"X\""},
    {"ROWS\n N\n" END, "line 2: expected a type (N, E, L or G) and the name of a row"},
    {"ROWS\n N A B C\n" END, "line 2: "},
    {"ROWS\n N COST\n L R1\n E R1\n" END, "line 4: row \"R1\" is named twice"},
    {"ROWS\n N COST\n G COST\n" END, "line 3: row \"COST\" is named twice"},
    /* columns */
    {START " Z R1\n" END, "line 9: expected a column, and then one or two pairs of a name and a number"},
    {START " Z R1 1 R2\n" END, "line 9: expected a column, and then one or two pairs"},
    {START " Z R1 1 R2 2 COST\n" END, "line 9: expected a column, and then one or two pairs"},
    {START " Z R3 1\n" END, "line 9: unknown row \"R3\": section ROWS does not name it"},
    {START " Z R1 one\n" END, "line 9: expected a number after \"R1\", found \"one\""},
    {START " X R2 1\n" END, "line 9: column \"X\" is named twice; expected its entries to stand together"},
    {START " Y R2 1\n" END, "line 9: the entry of column \"Y\" in row \"R2\" is given twice"},
    {START " Z R2 1 R2 0\n" END, "line 9: the entry of column \"Z\" in row \"R2\" is given twice"},
    {START " Z COST inf\n" END, "line 9: expected a finite number after \"COST\", found \"inf\""},
    {START " Z R1 1e400\n" END, "line 9: expected a finite number after \"R1\""},
    /* right-hand sides and ranges */
    {RHS " RHS\n" END, "line 10: expected one or two pairs of a row and a number"},
    {RHS " RHS R1 1 R2 2 COST\n" END, "line 10: expected one or two pairs of a row and a number"},
    {RHS " RHS R3 1\n" END, "line 10: unknown row \"R3\""},
    {RHS " RHS R1 x\n" END, "line 10: expected a number after \"R1\", found \"x\""},
    {RHS " RHS R1 1\n RHS R2 2 R1 1\n" END, "line 11: the right-hand side of row \"R1\" is given twice"},
    {RHS " RHS COST inf\n" END, "line 10: expected a finite number after \"COST\""},
    {RHS " A R1 1\n B R2 1\n" END,
     "line 11: a second set \"B\" in this section; only one is read, and \"A\" is the first"},
    {RHS " RHS R1 -1e20\n" END, "line 10: row \"R1\" must be at least -inf and at most -inf, which nothing is"},
    {RHS " RHS R2 inf\n" END, "line 10: row \"R2\" must be at least inf and at most inf, which nothing is"},
    {RANGES " RNG R3 1\n" END, "line 10: unknown row \"R3\""},
    {RANGES " RNG R1 x\n" END, "line 10: expected a number after \"R1\", found \"x\""},
    {RANGES " RNG R1 1 R1 2\n" END, "line 10: the range of row \"R1\" is given twice"},
    {RANGES " A R1 1\n B R2 1\n" END, "line 11: a second set \"B\""},
    {RANGES " RNG R2 inf\nRHS\n RHS R2 -inf\n" END, "line 12: row \"R2\" must be at least -inf and at most "},
    /* bounds */
    {BOUNDS " UP\n" END, "line 10: expected a type of bound, the set's name if any, a column and a number"},
    {BOUNDS " UP A B X 1\n" END, "line 10: expected a type of bound"},
    {BOUNDS " XX BND X 1\n" END, "line 10: expected a bound of type LO, UP, FX, FR, MI or PL, found type \"XX\""},
    {BOUNDS " UP BND Z 1\n" END, "line 10: unknown column \"Z\": section COLUMNS does not name it"},
    {BOUNDS " FR BND Z\n" END, "line 10: unknown column \"Z\""},
    {BOUNDS " UP X\n" END, "line 10: expected a number after \"X\""},
    {BOUNDS " UP BND X one\n" END, "line 10: expected a number after \"X\", found \"one\""},
    {BOUNDS " UP BND X nan\n" END, "line 10: expected a number after \"X\", found \"nan\""},
    {BOUNDS " FR BND X zero\n" END, "line 10: expected a number after \"X\", found \"zero\""},
    {BOUNDS " UP BND X 1\n UP BND X 1\n" END, "line 11: the upper bound of column \"X\" is given twice"},
    {BOUNDS " LO BND X 1\n FX BND X 1\n" END, "line 11: the lower bound of column \"X\" is given twice"},
    {BOUNDS " FR BND X\n UP BND X 1\n" END, "line 11: the upper bound of column \"X\" is given twice"},
    {BOUNDS " UP A X 1\n UP B Y 1\n" END, "line 11: a second set \"B\""},
    {BOUNDS " LO BND X 3\n UP BND X 2\n" END,
     "line 11: column \"X\" must be at least 3 and at most 2, which nothing is"},
    {BOUNDS " LO BND X 0\n UP BND X -1\n" END, "line 11: column \"X\" must be at least 0 and at most -1"},
    {BOUNDS " FX BND X 1e20\n" END, "line 10: column \"X\" must be at least inf and at most inf"},
    {BOUNDS " LO BND X inf\n" END, "line 10: column \"X\" must be at least inf"},
    {BOUNDS " UP BND X -inf\n" END, "line 10: column \"X\" must be at least -inf and at most -inf"},
    /* the quadratic objective */
    {QUADOBJ " X Y\n" END, "line 10: expected a column, and then one or two pairs"},
    {QUADOBJ " X Z 1\n" END, "line 10: unknown column \"Z\""},
    {QUADOBJ " Z X 1\n" END, "line 10: unknown column \"Z\""},
    {QUADOBJ " X X one\n" END, "line 10: expected a number after \"X\", found \"one\""},
    {QUADOBJ " X X inf\n" END, "line 10: expected a finite number after \"X\""},
    {QUADOBJ " X X 1\n X X 1\n" END,
     "line 11: the quadratic entry of \"X\" and \"X\" is given twice, first on line 10"},
    {QUADOBJ " X Y 1\n Y X 1\n" END,
     "line 11: the quadratic entry of \"X\" and \"Y\" is given twice, first on line 10; "
     "expected one triangle"},
    {START "QMATRIX\n X Y 1\n" END, "line 10: the quadratic entries of \"X\" and \"Y\" differ; expected QMATRIX to be "
                                    "symmetric"},
    {START "QMATRIX\n X Y 1\n Y X 2\n" END, "line 11: the quadratic entries of \"X\" and \"Y\" differ"},
    {START "QMATRIX\n X Y 1\n Y X 1\n X Y 1\n" END, "line 12: the quadratic entry of \"X\" and \"Y\" is given twice, "
                                                    "first on line 10"},
    {START "QMATRIX\n X Y 1\n Y X 1\n Y X 1\n" END, "line 12: the quadratic entry of \"X\" and \"Y\" is given twice, "
                                                    "first on line 11"},
    {START "QMATRIX\n X Y 1\n X Y 1\n" END, "line 11: the quadratic entry of \"X\" and \"Y\" is given twice"},
    {START "QMATRIX\n Y Y 1\n Y Y 1\n" END, "line 11: the quadratic entry of \"Y\" and \"Y\" is given twice"},
    {START "QSECTION R1\n" END, "line 9: only the objective may have a quadratic part, and row \"R1\" is not"},
    {START "QSECTION R3\n" END, "line 9: only the objective may have a quadratic part"},
    /* fixed format: the blank in a name says that it must be */
    {"ROWS\n N  CO ST\nCOLUMNS\n    X 1       CO ST               1.\n    X 1       THE R             1.\n" END,
     "line 5: unknown row \"THE R\""},
    {"ROWS\n N  CO ST\nCOLUMNS\n    X 1       CO ST             1 0.\n" END,
     "line 4: expected a number after \"CO ST\", found \"1 0.\""},
    {"ROWS\n N  CO ST\nCOLUMNS\n    X 1       CO ST\n" END, "line 4: expected a number after \"CO ST\""},
    {"ROWS\n N  CO ST\nCOLUMNS\n              CO ST               1.\n" END, "line 4: expected the name of a column"},
    {"ROWS\n N  CO ST\n L  R 1\nCOLUMNS\n    X 1       CO ST               1.   R 1\n" END,
     "line 5: expected a number after \"R 1\""},
    {"ROWS\n N  CO ST\nCOLUMNS\n    X 1 LONGER CO ST               1.\n" END,
     "line 4: text outside the fields of the fixed format"},
    {"ROWS\n N  CO ST\n N\n" END, "line 3: expected the name of a row"},
    {"ROWS\n N  CO ST\nCOLUMNS\n    X 1       CO ST               1.                            77\n" END,
     "line 4: text outside the fields of the fixed format"},
};

static const refusal UNSUPPORTED[] = {
    {START " M 'MARKER' 'INTORG'\n Z R1 1\n M 'MARKER' 'INTEND'\n" END,
     "line 9: a marker; expected none, since integer variables are not supported"},
    {"ROWS\n N  CO ST\nCOLUMNS\n    MARKER                 'MARKER'                 'INTORG'\n" END,
     "line 4: a marker"},
    {"ROWS\n N  CO ST\nCOLUMNS\n    MARKER    'MARKER'                 'INTORG'\n" END, "line 4: a marker"},
    {BOUNDS " BV BND X\n" END,
     "line 10: a bound of type BV makes an integer variable, and such variables are not supported"},
    {BOUNDS " LI BND X 1\n" END, "line 10: a bound of type LI makes an integer variable"},
    {BOUNDS " UI BND X 1\n" END, "line 10: a bound of type UI makes an integer variable"},
    {BOUNDS " SC BND X 1\n" END, "line 10: a bound of type SC makes a semi-continuous variable"},
    {BOUNDS " SI BND X 1\n" END, "line 10: a bound of type SI makes a semi-continuous integer variable"},
};

static void check_refusal(const refusal *each, cnl_status expected)
{
    problem_file *file;
    cnl_error error = {0};
    check_note("%.180s", each->text);
    CHECK_INT(program_read(each->text, strlen(each->text), &file, &error), expected);
    CHECK_INT(error.status, expected);
    CHECK_CONTAINS(error.message, each->sentence);
    CHECK(file == NULL);
    CHECK_INT(program_read(each->text, strlen(each->text), &file, NULL), expected);
    problem_file_free(file);
}

static void invalid(const refusal *each) { check_refusal(each, CNL_INVALID_ARGUMENT); }

static void unsupported(const refusal *each) { check_refusal(each, CNL_NOT_SUPPORTED); }

/* The base of most cases is not itself refused. */
static void the_base_is_accepted(void)
{
    static const program EXPECTED = {
        .n = 2,
        .z = 1,
        .l = 3,
        .c = {1, 0},
        .A = {{0, 3}, {2, 0}, {-1, 0}, {0, -1}},
    };
    check_text(START END, &EXPECTED);
}

/* Not numbers, though strtod() or other readers take them. */
static void not_numbers(void)
{
    static const char *const WORDS[] = {"nan", "NaN",   "nan(1)", "0x10", "1e",    "1e+", "e5",
                                        ".",   "+",     "-",      "1,5",  "1.2.3", "--1", "1e5.",
                                        "1d",  "infin", "infx",   "1_0",  "1e5x",  "+-1", "1e+-5"};
    for (size_t i = 0; i < sizeof WORDS / sizeof WORDS[0]; i++) {
        char text[400];
        snprintf(text, sizeof text, RHS " RHS R1 %s\n" END, WORDS[i]);
        refusal each = {text, "line 10: expected a number after \"R1\", found "};
        check_refusal(&each, CNL_INVALID_ARGUMENT);
    }
}

/* Between the fields of the fixed format nothing may stand, and right up to their edges everything. */
static void edges_of_the_fixed_format(void)
{
    static const char HEAD[] = "ROWS\n N  THE COST\n L  THE ROW1\nCOLUMNS\n";
    static const char FULL[] = "    COLUMN 1  THE COST  100000000000   THE ROW1  200000000000";
    static const int GAPS[] = {4, 13, 14, 23, 24, 37, 38, 39, 48, 49, 62, 80};
    static const program EXPECTED = {.n = 1, .l = 2, .c = {1e11}, .A = {{2e11}, {-1}}};
    char text[400];
    snprintf(text, sizeof text, "%s%s\nENDATA\n", HEAD, FULL);
    check_text(text, &EXPECTED);
    for (size_t i = 0; i < sizeof GAPS / sizeof GAPS[0]; i++) {
        char line[100];
        snprintf(line, sizeof line, "%-80s", FULL);
        line[GAPS[i] - 1] = '7';
        snprintf(text, sizeof text, "%s%s\nENDATA\n", HEAD, line);
        refusal each = {text, "line 5: text outside the fields of the fixed format"};
        check_refusal(&each, CNL_INVALID_ARGUMENT);
    }
}

/* Names of any length leave the sentence whole. */
static void long_names_are_cut_in_the_sentence(void)
{
    char text[3000];
    char name[1000];
    problem_file *file;
    cnl_error error = {0};
    memset(name, 'r', sizeof name - 1);
    name[sizeof name - 1] = '\0';
    snprintf(text, sizeof text, START " Z %s 1\n" END, name);
    CHECK_INT(program_read(text, strlen(text), &file, &error), CNL_INVALID_ARGUMENT);
    CHECK_CONTAINS(error.message, "line 9: unknown row \"rrrr");
    CHECK_CONTAINS(error.message, "r\": section ROWS does not name it");
}

static void check_unreadable(const char *path, const char *sentence)
{
    problem_file *file;
    cnl_error error = {0};
    CHECK_INT(qps_read(path, &file, &error), CNL_INVALID_ARGUMENT);
    CHECK_CONTAINS(error.message, sentence);
    CHECK(file == NULL);
}

static void files_that_cannot_be_read(void)
{
    check_unreadable("/nowhere/at/all.qps", "cannot be opened: No such file or directory");
    check_unreadable("/tmp", "cannot be read: Is a directory");
}

int main(int argc, char **argv)
{
    check_arguments(argc, argv);
    RUN(the_base_is_accepted);
    RUN_CASES(invalid, INVALID);
    RUN_CASES(unsupported, UNSUPPORTED);
    RUN(not_numbers);
    RUN(edges_of_the_fixed_format);
    RUN(long_names_are_cut_in_the_sentence);
    RUN(files_that_cannot_be_read);
    return check_report();
}
