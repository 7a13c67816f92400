/* One layout function both sums and carves. */
#include "arena.h"

#include <stdlib.h>
#include <string.h>

#include "check.h"

typedef struct pieces {
    double *numbers;
    char *letters;
    int *nothing;
} pieces;

static pieces take_pieces(arena *memory)
{
    pieces taken = {.numbers = arena_take(memory, 9, sizeof(double))};
    taken.letters = arena_take(memory, 1, 1);
    taken.nothing = arena_take(memory, 0, sizeof(int));
    return taken;
}

static void counting_takes_nothing(void)
{
    arena counted = {0};
    pieces taken = take_pieces(&counted);
    CHECK(taken.numbers == NULL);
    CHECK(taken.letters == NULL);
    CHECK_INT(counted.used, 128 + 64);
}

static void carving_takes_what_was_counted(void)
{
    arena counted = {0};
    take_pieces(&counted);
    unsigned char *block = aligned_alloc(ARENA_ALIGNMENT, counted.used);
    if (!CHECK(block != NULL)) return;

    arena carved = {.base = block};
    pieces taken = take_pieces(&carved);
    CHECK_INT(carved.used, counted.used);
    CHECK_INT((uintptr_t)taken.numbers % ARENA_ALIGNMENT, 0);
    CHECK_INT((uintptr_t)taken.letters % ARENA_ALIGNMENT, 0);
    CHECK_INT((unsigned char *)taken.letters - (unsigned char *)taken.numbers, 128);
    memset(taken.numbers, 1, 9 * sizeof(double));
    memset(taken.letters, 2, 1);
    CHECK_INT(((unsigned char *)taken.numbers)[71], 1);
    free(block);
}

static void a_product_that_overflows_saturates(void)
{
    arena counted = {0};
    arena_take(&counted, SIZE_MAX / 4, 8);
    CHECK(counted.used == SIZE_MAX);
    arena_take(&counted, 1, 8);
    CHECK(counted.used == SIZE_MAX);
}

static void a_sum_that_overflows_saturates(void)
{
    arena counted = {0};
    arena_take(&counted, SIZE_MAX / 2, 1);
    CHECK(counted.used < SIZE_MAX);
    arena_take(&counted, SIZE_MAX / 2, 1);
    CHECK(counted.used == SIZE_MAX);
    /* the last bytes before SIZE_MAX cannot be rounded up */
    counted.used = 0;
    arena_take(&counted, SIZE_MAX - 1, 1);
    CHECK(counted.used == SIZE_MAX);
}

int main(int argc, char **argv)
{
    check_arguments(argc, argv);
    RUN(counting_takes_nothing);
    RUN(carving_takes_what_was_counted);
    RUN(a_product_that_overflows_saturates);
    RUN(a_sum_that_overflows_saturates);
    return check_report();
}
