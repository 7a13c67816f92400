/* Running out of memory: when the nth allocation of a reading fails, it says so and leaves nothing behind, for every n.
   The linker sends the reader's calls here (-Wl,--wrap); what zlib allocates for itself is not counted. */
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "qps_program.h"

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *memory, size_t size);
char *__real_strdup(const char *text);
void __real_free(void *memory);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *memory, size_t size);
char *__wrap_strdup(const char *text);
void __wrap_free(void *memory);

enum { NEVER = -1, MOST_ALLOCATIONS = 10000 };

static long countdown = NEVER; /* allocations until one fails */
static long held;              /* blocks that are not freed yet */

static bool this_one_fails(void)
{
    if (countdown == NEVER) return false;
    if (countdown == 0) return true;
    countdown--;
    return false;
}

static void *hold(void *memory)
{
    if (memory != NULL) held++;
    return memory;
}

void *__wrap_malloc(size_t size) { return this_one_fails() ? NULL : hold(__real_malloc(size)); }

void *__wrap_calloc(size_t count, size_t size) { return this_one_fails() ? NULL : hold(__real_calloc(count, size)); }

char *__wrap_strdup(const char *text) { return this_one_fails() ? NULL : hold(__real_strdup(text)); }

void *__wrap_realloc(void *memory, size_t size)
{
    if (this_one_fails()) return NULL;
    void *moved = __real_realloc(memory, size);
    return memory == NULL ? hold(moved) : moved;
}

void __wrap_free(void *memory)
{
    if (memory != NULL) held--;
    __real_free(memory);
}

#define END_TEXT                                                                                                       \
    "RHS\n    RHS 1     SUM                4.0\n"                                                                      \
    "RANGES\n    RNG 1     SUM                3.0\n"                                                                   \
    "BOUNDS\n UP BND 1     X                  8.0\n"                                                                   \
    "QUADOBJ\n    X         X                  4.0   Y                  1.0\nENDATA\n"

/* Fixed format, so that both formats are tried; more rows and columns than an array first has room for. */
static const char FIXED[] = "NAME          SMALL\nOBJSENSE MAX\nOBJNAME COST\nROWS\n N  COST\n L  SUM\n"
                            " L  R1\n L  R2\n L  R3\n L  R4\n L  R5\n L  R6\n L  R7\n L  R8\n L  R9\n L  R10\n L  R11\n"
                            " L  R12\n L  R13\n L  R14\n L  R15\n L  R16\n L  R17\n L  R18\n L  R19\n L  R20\n L  R21\n"
                            " L  R22\n L  R23\n L  R24\n L  R25\n L  R26\n L  R27\n L  R28\n L  R29\n L  R30\n L  R31\n"
                            "COLUMNS\n"
                            "    X         COST               3.0   SUM                1.0\n"
                            "    Y         COST              -1.0   SUM                2.0\n" END_TEXT;

static void each_allocation_may_fail(void)
{
    problem_file *file = NULL;
    cnl_status status = CNL_OUT_OF_MEMORY;
    long allocations = 0;
    for (; allocations < MOST_ALLOCATIONS && status != CNL_OK; allocations++) {
        cnl_error error = {0};
        long before = held;
        countdown = allocations;
        status = program_read(FIXED, strlen(FIXED), &file, &error);
        bool failed = countdown == 0;
        countdown = NEVER;
        check_note("allocation %ld", allocations);
        if (status == CNL_OK) break;
        CHECK(failed);
        CHECK_INT(status, CNL_OUT_OF_MEMORY);
        CHECK_INT(error.status, CNL_OUT_OF_MEMORY);
        CHECK(file == NULL);
        CHECK_INT(held, before);
        if (check_failures() > 0) return;
    }
    CHECK_INT(status, CNL_OK);
    CHECK_THAT(allocations > 50, "only %ld allocations were counted", allocations);
    problem_file_free(file);
    CHECK_INT(held, 0);
}

int main(int argc, char **argv)
{
    check_arguments(argc, argv);
    RUN(each_allocation_may_fail);
    return check_report();
}
