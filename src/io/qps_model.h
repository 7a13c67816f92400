/**
 * @file qps_model.h
 * What a QPS file says, in its own terms: rows, columns, entries.
 */
#ifndef IO_QPS_MODEL_H
#define IO_QPS_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "qps_names.h"

/** The four types of rows: N, E, L, G. */
typedef enum qps_row_type { QPS_NO_SIDES, QPS_EQUAL, QPS_AT_MOST, QPS_AT_LEAST } qps_row_type;

typedef struct qps_row {
    qps_row_type type;
    double right_side; /**< 0 where none is given; of the objective: minus its constant */
    double range;
    bool has_right_side;
    bool has_range;
    int64_t line;        /**< the last line about its sides */
    int32_t last_column; /**< the last column with an entry in it, or -1 */
} qps_row;

typedef struct qps_column {
    double lower; /**< 0 where none is given, except below a negative upper bound: qps_column_range() */
    double upper; /**< infinity where none is given */
    bool has_lower;
    bool has_upper;
    int64_t line; /**< the last line about its bounds */
} qps_column;

typedef struct qps_entry {
    int32_t row;
    int32_t column;
    double value;
    int64_t line;  /**< of the file */
    bool mirrored; /**< of Q: stood below the diagonal, and now stands above it */
} qps_entry;

typedef struct qps_entries {
    qps_entry *items;
    size_t count;
    size_t capacity;
} qps_entries;

/** Starts as all zero. */
typedef struct qps_model {
    char *name;           /**< or NULL */
    char *objective_name; /**< the row that OBJNAME asks for, or NULL: the first of type N */
    bool maximise;
    qps_names row_names;
    qps_row *rows; /**< row_names.count of them */
    size_t row_capacity;
    qps_names column_names;
    qps_column *columns; /**< column_names.count of them */
    size_t column_capacity;
    qps_entries linear;    /**< of all rows, also those of type N; columns in order */
    qps_entries quadratic; /**< of Q; both indices are columns */
    bool whole_quadratic;  /**< both triangles of Q are given, else one */
} qps_model;

/** Add a row or column with a new name. @return false if out of memory. */
bool qps_model_add_row(qps_model *model, const char *name, qps_row_type type);
bool qps_model_add_column(qps_model *model, const char *name);

/** @return false if out of memory. */
bool qps_entries_add(qps_entries *entries, qps_entry entry);

/** @return the number of the objective row, or -1. */
int32_t qps_model_objective(const qps_model *model);

/** Free what the model holds. */
void qps_model_free(qps_model *model);

#endif
