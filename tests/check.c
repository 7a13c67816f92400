#include "check.h"

#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

enum { MOST_NAMES = 32, MOST_PRINTED = 10 };

/* All that the checks remember; one process runs one list of tests in one thread. */
static struct {
    const char *only[MOST_NAMES];
    int only_count;
    bool list;

    char test[200];
    char note[201];
    uint64_t seed;
    bool has_seed;
    bool skipped;
    long checks;
    long failures;
    struct timespec start;

    long tests_passed;
    long tests_failed;
    long tests_skipped;
} now;

void check_arguments(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "-l") == 0) now.list = true;
        if (strcmp(argv[i], "-s") == 0 && i + 1 < argc && now.only_count < MOST_NAMES) {
            now.only[now.only_count++] = argv[++i];
        }
    }
}

static bool wanted(const char *name)
{
    if (now.only_count == 0) return true;
    for (int i = 0; i < now.only_count; i++) {
        size_t length = strlen(now.only[i]);
        bool same = strncmp(now.only[i], name, length) == 0;
        if (same && (name[length] == '\0' || name[length] == '[')) return true;
    }
    return false;
}

bool check_begin(const char *name)
{
    if (!wanted(name)) return false;
    if (now.list) {
        printf("%s\n", name);
        return false;
    }
    snprintf(now.test, sizeof now.test, "%s", name);
    now.note[0] = '\0';
    now.has_seed = false;
    now.skipped = false;
    now.checks = 0;
    now.failures = 0;
    clock_gettime(CLOCK_MONOTONIC, &now.start);
    return true;
}

bool check_begin_case(const char *name, size_t row)
{
    char full[200];
    snprintf(full, sizeof full, "%s[%zu]", name, row);
    return check_begin(full);
}

void check_end(void)
{
    struct timespec stop;
    clock_gettime(CLOCK_MONOTONIC, &stop);
    double seconds = (double)(stop.tv_sec - now.start.tv_sec) + 1e-9 * (double)(stop.tv_nsec - now.start.tv_nsec);

    if (!now.skipped && now.checks == 0) check_true(false, "(test)", 0, "the test checks something");
    if (now.failures > MOST_PRINTED) printf("    ... and %ld more\n", now.failures - MOST_PRINTED);

    const char *verdict = now.failures > 0 ? "FAILED" : now.skipped ? "skipped" : "passed";
    printf("%-7s %s (%ld checks, %.2f s)\n", verdict, now.test, now.checks, seconds);
    fflush(stdout);
    if (now.failures > 0) {
        now.tests_failed++;
    } else if (now.skipped) {
        now.tests_skipped++;
    } else {
        now.tests_passed++;
    }
}

void check_seed(uint64_t seed)
{
    now.seed = seed;
    now.has_seed = true;
}

void check_note(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(now.note, sizeof now.note, format, arguments);
    va_end(arguments);
}

void check_skip(const char *reason)
{
    now.skipped = true;
    printf("    skipped: %s\n", reason);
}

long check_failures(void) { return now.failures; }

int check_report(void)
{
    if (now.list) return 0;
    printf("%ld passed, %ld failed, %ld skipped\n", now.tests_passed, now.tests_failed, now.tests_skipped);
    if (now.tests_failed > 0) return 1;
    if (now.tests_passed > 0) return 0;
    return now.tests_skipped > 0 ? 77 : 1;
}

/* Count a check; print where it is if it failed. @return whether to print more about it. */
static bool failed(bool held, const char *file, int line, const char *text)
{
    now.checks++;
    if (held) return false;
    now.failures++;
    if (now.failures > MOST_PRINTED) return false;

    printf("    %s:%d: %s", file, line, text);
    if (now.has_seed) printf("  [seed %" PRIu64 "]", now.seed);
    if (now.note[0] != '\0') printf("  [%s]", now.note);
    printf("\n");
    return true;
}

bool check_true(bool condition, const char *file, int line, const char *text)
{
    failed(condition, file, line, text);
    return condition;
}

bool check_that(bool condition, const char *file, int line, const char *text, const char *format, ...)
{
    if (failed(condition, file, line, text)) {
        va_list arguments;
        va_start(arguments, format);
        printf("        ");
        vprintf(format, arguments);
        printf("\n");
        va_end(arguments);
    }
    return condition;
}

static bool is_near(double value, double expected, double tolerance)
{
    return value == expected || fabs(value - expected) <= tolerance;
}

bool check_near(double value, double expected, double tolerance, const char *file, int line, const char *text)
{
    bool held = is_near(value, expected, tolerance);
    if (failed(held, file, line, text)) {
        printf("        is %.17g, not %.17g: off by %.3g, allowed %.3g\n", value, expected, fabs(value - expected),
               tolerance);
    }
    return held;
}

bool check_at_most(double value, double bound, const char *file, int line, const char *text)
{
    bool held = value <= bound;
    if (failed(held, file, line, text)) printf("        is %.17g, more than %.17g\n", value, bound);
    return held;
}

bool check_int(long long value, long long expected, const char *file, int line, const char *text)
{
    bool held = value == expected;
    if (failed(held, file, line, text)) printf("        is %lld, not %lld\n", value, expected);
    return held;
}

bool check_str(const char *value, const char *expected, const char *file, int line, const char *text)
{
    bool held = value != NULL && expected != NULL && strcmp(value, expected) == 0;
    if (failed(held, file, line, text)) {
        printf("        is \"%s\", not \"%s\"\n", value ? value : "(null)", expected ? expected : "(null)");
    }
    return held;
}

bool check_contains(const char *value, const char *part, const char *file, int line, const char *text)
{
    bool held = value != NULL && part != NULL && strstr(value, part) != NULL;
    if (failed(held, file, line, text)) {
        printf("        is \"%s\", without \"%s\"\n", value ? value : "(null)", part ? part : "(null)");
    }
    return held;
}

bool check_array(const double *values, const double *expected, int64_t batch, int64_t length, double tolerance,
                 const char *file, int line, const char *text)
{
    int64_t worst = -1;
    double most = -1;
    for (int64_t i = 0; i < batch * length; i++) {
        if (is_near(values[i], expected[i], tolerance)) continue;
        double error = fabs(values[i] - expected[i]);
        if (!(error <= most)) {
            most = isnan(error) ? INFINITY : error;
            worst = i;
        }
    }
    if (failed(worst < 0, file, line, text)) {
        printf("        problem %" PRId64 ", index %" PRId64 ": is %.17g, not %.17g: off by %.3g, allowed %.3g\n",
               worst / length, worst % length, values[worst], expected[worst], fabs(values[worst] - expected[worst]),
               tolerance);
    }
    return worst < 0;
}

bool check_bits(const double *values, const double *expected, int64_t batch, int64_t length, const char *file, int line,
                const char *text)
{
    int64_t first = -1;
    for (int64_t i = 0; i < batch * length && first < 0; i++) {
        if (memcmp(&values[i], &expected[i], sizeof values[i]) != 0) first = i;
    }
    if (failed(first < 0, file, line, text)) {
        printf("        problem %" PRId64 ", index %" PRId64 ": is %.17g (%a), not %.17g (%a)\n", first / length,
               first % length, values[first], values[first], expected[first], expected[first]);
    }
    return first < 0;
}
