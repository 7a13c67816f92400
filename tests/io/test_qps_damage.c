/* Damaged files: cut short at every byte, bytes changed at random, garbage. Built with ASan and UBSan this looks for
   memory errors; in every build it checks that nothing wrong is claimed. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "qps_program.h"

enum { SEED = 20261124, FLIPS = 4000, GARBAGE = 1000, RANDOM_TEXTS = 4000, TEXT_ROOM = 4096 };

static const char TEXT[] = "NAME          SMALL\n"
                           "OBJSENSE\n"
                           "    MIN\n"
                           "ROWS\n"
                           " N  COST\n"
                           " L  SUM\n"
                           " E  DIFF\n"
                           "COLUMNS\n"
                           "    X         COST               3.0   SUM                1.0\n"
                           "    X         DIFF              10.1\n"
                           "    Y         COST              -1.0   SUM                2.0\n"
                           "    Y         DIFF              -1.0\n"
                           "RHS\n"
                           "    RHS       COST             -10.0   SUM                4.0\n"
                           "    RHS       DIFF               0.5\n"
                           "RANGES\n"
                           "    RNG       SUM                3.0\n"
                           "BOUNDS\n"
                           " UP BND       X              8.0E+00\n"
                           " FR BND       Y\n"
                           "QUADOBJ\n"
                           "    X         X                  4.0   Y                  1.0\n"
                           "    Y         Y                  3.0\n"
                           "ENDATA\n";

static const program PROGRAM = {
    .n = 2,
    .z = 1,
    .l = 4,
    .P = {{4, 1}, {1, 3}},
    .c = {3, -1},
    .A = {{10.1, -1}, {1, 2}, {-1, -2}, {1, 0}, {-1, 0}},
    .b = {0.5, 4, -1, 8, 0},
    .offset = 10,
};

/* splitmix64 [Steele, Lea, Flood 2014] */
static uint64_t random_bits(uint64_t *state)
{
    *state += 0x9e3779b97f4a7c15U;
    uint64_t bits = *state;
    bits = (bits ^ (bits >> 30)) * 0xbf58476d1ce4e5b9U;
    bits = (bits ^ (bits >> 27)) * 0x94d049bb133111ebU;
    return bits ^ (bits >> 31);
}

static size_t random_below(uint64_t *state, size_t bound) { return (size_t)(random_bits(state) % bound); }

/* Whatever the bytes are: a sound problem, or a sentence. */
static cnl_status read_anything(const char *bytes, size_t length)
{
    problem_file *file;
    cnl_error error = {0};
    cnl_status status = program_read(bytes, length, &file, &error);
    if (status == CNL_OK) {
        check_sound(file);
    } else {
        CHECK(file == NULL);
        CHECK(status == CNL_INVALID_ARGUMENT || status == CNL_NOT_SUPPORTED);
        CHECK(strlen(error.message) > 8);
    }
    problem_file_free(file);
    return status;
}

static void the_whole_is_accepted(void) { check_text(TEXT, &PROGRAM); }

static void text_cut_short_at_every_byte(void)
{
    size_t whole = strlen(TEXT) - 1; /* the last line feed may be missing */
    for (size_t length = 0; length < whole; length++) {
        check_note("cut to %zu bytes", length);
        CHECK_INT(read_anything(TEXT, length), CNL_INVALID_ARGUMENT);
    }
    CHECK_OK(read_anything(TEXT, whole));
}

static void gzip_cut_short_at_every_byte(void)
{
    char *packed;
    size_t whole = program_pack(TEXT, strlen(TEXT), &packed);
    for (size_t length = 0; length < whole; length++) {
        check_note("cut to %zu bytes", length);
        CHECK_INT(read_anything(packed, length), CNL_INVALID_ARGUMENT);
    }
    CHECK_OK(read_anything(packed, whole));
    free(packed);
}

static void text_with_one_byte_changed(void)
{
    uint64_t state = SEED;
    check_seed(SEED);
    for (int i = 0; i < FLIPS; i++) {
        char text[sizeof TEXT];
        memcpy(text, TEXT, sizeof TEXT);
        size_t place = random_below(&state, strlen(TEXT));
        text[place] = (char)random_bits(&state);
        check_note("case %d: byte %zu becomes 0x%02x", i, place, (unsigned char)text[place]);
        read_anything(text, strlen(TEXT));
    }
}

/* The check sum of gzip finds every change of the text: what is still accepted is the same program. */
static void gzip_with_some_bits_changed(void)
{
    char *packed;
    size_t length = program_pack(TEXT, strlen(TEXT), &packed);
    uint64_t state = SEED + 1;
    check_seed(SEED + 1);
    for (int i = 0; i < FLIPS; i++) {
        char *damaged = malloc(length);
        memcpy(damaged, packed, length);
        size_t changes = 1 + random_below(&state, 3);
        for (size_t k = 0; k < changes; k++) {
            damaged[random_below(&state, length)] ^= (char)(1U << random_below(&state, 8));
        }
        problem_file *file;
        check_note("case %d", i);
        cnl_status status = program_read(damaged, length, &file, NULL);
        CHECK(status == CNL_OK || status == CNL_INVALID_ARGUMENT);
        if (status == CNL_OK) check_program(file, &PROGRAM);
        problem_file_free(file);
        free(damaged);
    }
    free(packed);
}

static void garbage_is_refused(void)
{
    uint64_t state = SEED + 2;
    check_seed(SEED + 2);
    for (int i = 0; i < GARBAGE; i++) {
        char bytes[300];
        size_t length = random_below(&state, sizeof bytes);
        for (size_t k = 0; k < length; k++) bytes[k] = (char)random_bits(&state);
        check_note("case %d", i);
        CHECK_INT(read_anything(bytes, length), CNL_INVALID_ARGUMENT);
    }
}

/* Lines that are nearly right, in any order, so that the readers behind the first check are reached. */
static void texts_of_random_lines(void)
{
    static const char *const LINES[] = {
        "RHS\n",     "RANGES\n", "BOUNDS\n", "QUADOBJ\n",      "QMATRIX\n", "QSECTION COST\n",
        "COLUMNS\n", "ROWS\n",   "\n",       "OBJSENSE MAX\n", "* note\n",
    };
    static const char *const WORDS[] = {
        "X", "Y", "COST", "SUM", "DIFF", "1", "-2.5", "0", "1e30", "-inf", "UP", "LO", "FX", "MI", "BND", "1D3",
    };
    uint64_t state = SEED + 3;
    int accepted = 0;
    check_seed(SEED + 3);
    for (int i = 0; i < RANDOM_TEXTS; i++) {
        char text[TEXT_ROOM];
        char *end = text + sprintf(text, "ROWS\n N COST\n L SUM\n E DIFF\nCOLUMNS\n X COST 1 SUM 2\n Y DIFF 3\n");
        size_t lines = 1 + random_below(&state, 4);
        for (size_t line = 0; line < lines; line++) {
            end += sprintf(end, "%s", LINES[random_below(&state, sizeof LINES / sizeof LINES[0])]);
            size_t words = random_below(&state, 6);
            for (size_t word = 0; word < words; word++) {
                end += sprintf(end, " %s", WORDS[random_below(&state, sizeof WORDS / sizeof WORDS[0])]);
            }
            end += sprintf(end, "\n");
        }
        end += sprintf(end, "ENDATA\n");
        check_note("case %d", i);
        accepted += read_anything(text, (size_t)(end - text)) == CNL_OK;
    }
    CHECK_THAT(accepted > 0 && accepted < RANDOM_TEXTS, "%d accepted: the lines test nothing", accepted);
}

int main(int argc, char **argv)
{
    check_arguments(argc, argv);
    RUN(the_whole_is_accepted);
    RUN(text_cut_short_at_every_byte);
    RUN(gzip_cut_short_at_every_byte);
    RUN(text_with_one_byte_changed);
    RUN(gzip_with_some_bits_changed);
    RUN(garbage_is_refused);
    RUN(texts_of_random_lines);
    return check_report();
}
