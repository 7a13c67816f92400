/**
 * @file qps_record.h
 * The parts of a data line, in free format (words between blanks) or fixed format (fields in certain columns, so that a
 * name may hold blanks).
 */
#ifndef IO_QPS_RECORD_H
#define IO_QPS_RECORD_H

#include <stdbool.h>
#include <stdint.h>

#include <conelet/status.h>

/** What the data lines of a section hold. */
typedef enum qps_shape {
    QPS_TEXT,       /**< anything: the whole line is `name` */
    QPS_CODE_NAME,  /**< N COST */
    QPS_NAME_PAIRS, /**< X1 COST 2.5 ROW1 1 */
    QPS_SET_PAIRS,  /**< RHS ROW1 2.5 ROW2 1; the name of the set may be missing */
    QPS_BOUND       /**< UP BND X1 4; the name of the set may be missing, and so may the number */
} qps_shape;

/** Pointers into the line. */
typedef struct qps_record {
    const char *code; /**< "" where there is none */
    char *name;       /**< of a row, column or set; "" where there is none */
    int pair_count;   /**< 1 or 2 for pairs, 1 for a bound */
    char *names[2];
    char *numbers[2]; /**< NULL where there is none */
} qps_record;

/**
 * Take a line apart.
 *
 * @param[in,out] line    blanks after its parts become NUL
 * @param[in]     fixed   fixed format
 * @param[in]     number  of the line, for the error
 */
cnl_status qps_record_parse(char *line, bool fixed, qps_shape shape, int64_t number, qps_record *record,
                            cnl_error *error);

/** @return `text` without the blanks around it. */
char *qps_trim(char *text);

/** Cut the first word off a text. @return it, or NULL if only blanks are left; `*text` goes on behind it. */
char *qps_next_word(char **text);

#endif
