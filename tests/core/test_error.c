/* A failing call leaves one sentence, cut off where the room ends. */
#include "error.h"

#include <string.h>

#include "check.h"

static void the_status_is_returned_and_kept(void)
{
    cnl_error error = {0};
    CHECK_INT(error_set(&error, CNL_NOT_SUPPORTED, "no %s", "vectors"), CNL_NOT_SUPPORTED);
    CHECK_INT(error.status, CNL_NOT_SUPPORTED);
    CHECK_STR(error.message, "no vectors");
}

static void without_room_only_the_status_is_returned(void)
{
    CHECK_INT(error_set(NULL, CNL_OUT_OF_MEMORY, "no memory"), CNL_OUT_OF_MEMORY);
}

static void a_long_sentence_is_cut_off(void)
{
    struct {
        cnl_error error;
        char after[16];
    } room;
    memset(&room, '#', sizeof room);
    char sentence[1000];
    memset(sentence, 'a', sizeof sentence - 1);
    sentence[sizeof sentence - 1] = '\0';

    error_set(&room.error, CNL_INVALID_ARGUMENT, "%s", sentence);

    CHECK_INT(strlen(room.error.message), sizeof room.error.message - 1);
    CHECK_INT(room.after[0], '#');
}

static void every_status_has_its_own_name(void)
{
    for (int i = CNL_OK; i <= CNL_NO_SOLUTION; i++)
        for (int j = CNL_OK; j < i; j++)
            CHECK(strcmp(cnl_status_string((cnl_status)i), cnl_status_string((cnl_status)j)) != 0);
    CHECK_STR(cnl_status_string(CNL_OK), "ok");
    CHECK_STR(cnl_status_string((cnl_status)77), "unknown status");
}

static void every_outcome_has_its_own_name(void)
{
    for (int i = CNL_SOLVED; i <= CNL_INVALID_DATA; i++)
        for (int j = CNL_SOLVED; j < i; j++)
            CHECK(strcmp(cnl_outcome_string((cnl_outcome)i), cnl_outcome_string((cnl_outcome)j)) != 0);
    CHECK_STR(cnl_outcome_string(CNL_PRIMAL_INFEASIBLE), "primal infeasible");
    CHECK_STR(cnl_outcome_string((cnl_outcome)77), "unknown outcome");
}

int main(int argc, char **argv)
{
    check_arguments(argc, argv);
    RUN(the_status_is_returned_and_kept);
    RUN(without_room_only_the_status_is_returned);
    RUN(a_long_sentence_is_cut_off);
    RUN(every_status_has_its_own_name);
    RUN(every_outcome_has_its_own_name);
    return check_report();
}
