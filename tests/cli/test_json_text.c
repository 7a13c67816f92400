/* The tests' own JSON reader: it must refuse what is not JSON, or the other tests could not fail. */

#include <math.h>

#include "check.h"
#include "json_text.h"

static void json_is_accepted(void)
{
    CHECK(json_is_valid("{\"a\": [1, -2.5e-7, null, true], \"b\": {\"c\": \"x\\\"\\u00b5\"}}\n"));
    CHECK(json_is_valid("{}"));
    CHECK(json_is_valid("[[], [0]]"));
}

static void anything_else_is_refused(void)
{
    static const char *const bad[] = {"",
                                      "{",
                                      "{\"a\": 1,}",
                                      "{\"a\" 1}",
                                      "{a: 1}",
                                      "[1 2]",
                                      "{\"a\": nan}",
                                      "{\"a\": inf}",
                                      "{\"a\": 1}}",
                                      "{\"a\": 1} {}",
                                      "{\"a\": .5}",
                                      "{\"a\": 01}",
                                      "\"open",
                                      "{\"a\": -}",
                                      "{\"a\": \"\\x\"}"};
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) CHECK_THAT(!json_is_valid(bad[i]), "%s", bad[i]);
}

static void keys_are_found_at_the_top_only(void)
{
    const char *line = "{\"inner\": {\"a\": 1}, \"a\": 2.5, \"none\": null, \"text\": \"t\"}";
    CHECK_NEAR(json_number(line, "a"), 2.5, 0);
    CHECK(isnan(json_number(line, "none")) && json_is_null(line, "none"));
    CHECK(isnan(json_number(line, "text")) && !json_is_null(line, "text"));
    CHECK(json_find(line, "missing") == NULL && !json_is_null(line, "missing"));
}

int main(int argc, char **argv)
{
    check_arguments(argc, argv);
    RUN(json_is_accepted);
    RUN(anything_else_is_refused);
    RUN(keys_are_found_at_the_top_only);
    return check_report();
}
