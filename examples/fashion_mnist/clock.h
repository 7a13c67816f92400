/**
 * @file clock.h
 * How long something took.
 */
#ifndef FASHION_CLOCK_H
#define FASHION_CLOCK_H

#include <time.h>

/** @return seconds since some moment in the past */
static inline double clock_seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

#endif
