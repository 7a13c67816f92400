/**
 * @file complain.h
 * How the demo says that something went wrong.
 */
#ifndef FASHION_COMPLAIN_H
#define FASHION_COMPLAIN_H

#include <stdbool.h>
#include <stdio.h>

/** Print a sentence on stderr. @return false, for the function that failed to pass on */
static inline bool complain(const char *sentence)
{
    fprintf(stderr, "conelet_demo: %s\n", sentence);
    return false;
}

#endif
