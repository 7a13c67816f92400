/**
 * @file flags.h
 * Command-line flags, described by a table: `--eps 1e-6` or `--eps=1e-6`, in any order with the file names; the last of
 * a repeated flag counts; `--` ends the flags.
 */
#ifndef CONELET_CLI_FLAGS_H
#define CONELET_CLI_FLAGS_H

#include <stdbool.h>

/** What a flag's value is, and what its target points to. */
typedef enum flag_kind {
    FLAG_SWITCH,  /**< no value; bool, set to true */
    FLAG_TEXT,    /**< const char *, borrowed from argv */
    FLAG_REAL,    /**< double, from the lower limit to below the upper */
    FLAG_INTEGER, /**< long long, from the lower limit to the upper */
    FLAG_CHOICE   /**< int, the index of a word in `choices` */
} flag_kind;

/** One flag. */
typedef struct flag {
    const char *name; /**< with its dashes */
    flag_kind kind;
    void *target;         /**< left alone unless the flag is given */
    const char *expected; /**< completes "--eps expects ..." */
    double low;           /**< limits of a number */
    double high;
    const char *const *choices; /**< words of a choice, NULL after the last */
} flag;

/**
 * Read the arguments after the command's name.
 *
 * @param flags  the table, ended by a row whose name is NULL
 * @param file   where the one argument that is not a flag goes; left alone if there is none
 * @return whether all was well; if not, a sentence has been printed
 */
bool flags_read(const flag *flags, int count, char **arguments, const char **file);

#endif
