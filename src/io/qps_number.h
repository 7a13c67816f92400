/**
 * @file qps_number.h
 * Numbers as they stand in QPS files.
 */
#ifndef IO_QPS_NUMBER_H
#define IO_QPS_NUMBER_H

#include <stdbool.h>

/** From here on a bound, a side or a range is infinite. */
#define QPS_INFINITE 1e20

/**
 * Read a decimal number (an exponent may be written with E or D) or an infinity (inf, infinity, in any case).
 *
 * @param[in,out] text  the whole of it is the number; a D of the exponent becomes an e
 * @return false if it is anything else, such as nan
 */
bool qps_number_parse(char *text, double *value);

#endif
