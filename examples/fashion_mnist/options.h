/**
 * @file options.h
 * The command line of the demo.
 */
#ifndef FASHION_OPTIONS_H
#define FASHION_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

/** What was asked for. */
typedef struct options {
    const char *folder;  /**< of the data set */
    int64_t steps;       /**< of each of the two runs */
    int32_t constraints; /**< of the convex layer */
    int64_t seed;
    int32_t threads; /**< 0 = as many as OpenMP would use */
    bool is_quick;   /**< few steps, fewer test images: to see that it runs */
    bool is_help;    /**< only print options_usage */
} options;

/** The text of --help. */
extern const char *const options_usage;

/** Read the command line. @return false if it makes no sense; a sentence on stderr says why */
bool options_read(int count, char **arguments, options *chosen);

#endif
