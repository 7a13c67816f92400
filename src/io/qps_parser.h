/**
 * @file qps_parser.h
 * From the lines of a QPS file to a qps_model.
 */
#ifndef IO_QPS_PARSER_H
#define IO_QPS_PARSER_H

#include <stdbool.h>
#include <stdint.h>

#include <conelet/status.h>

#include "qps_model.h"
#include "qps_record.h"
#include "text_source.h"

/** The sections, ENDATA (which ends the file) left out. QSECTION is another name of QUADOBJ. */
typedef enum qps_section_id {
    QPS_NAME_LINE,
    QPS_OBJECTIVE_SENSE,
    QPS_OBJECTIVE_NAME,
    QPS_ROWS,
    QPS_COLUMNS,
    QPS_RIGHT_SIDES,
    QPS_RANGES,
    QPS_BOUNDS,
    QPS_QUADRATIC_TRIANGLE,
    QPS_QUADRATIC_WHOLE,
    QPS_SECTION_COUNT
} qps_section_id;

/** State of reading one file; on the way it belongs to one call of qps_parse(). */
typedef struct qps_parser {
    text_source *source;
    bool fixed;
    qps_model *model;
    cnl_error *error;
    int64_t line;                       /**< the number of the line being read */
    qps_section_id section;             /**< QPS_SECTION_COUNT before the first */
    bool seen[QPS_SECTION_COUNT];       /**< sections that have begun */
    bool sense_given;                   /**< OBJSENSE has said MIN or MAX */
    char *set_names[QPS_SECTION_COUNT]; /**< of RHS, RANGES and BOUNDS: NULL until one is named */
} qps_parser;

/**
 * Read the lines of `source`, from where it stands to ENDATA.
 *
 * @param[in,out] source  from its first line
 * @param[in]     fixed   fixed format, else free
 * @param[in,out] model   all zero at first; qps_model_free() also after a failure
 */
cnl_status qps_parse(text_source *source, bool fixed, qps_model *model, cnl_error *error);

/** Readers of a section's data lines. */
cnl_status qps_read_name(qps_parser *parser, const qps_record *record);
cnl_status qps_read_sense(qps_parser *parser, const qps_record *record);
cnl_status qps_read_objective_name(qps_parser *parser, const qps_record *record);
cnl_status qps_read_row(qps_parser *parser, const qps_record *record);
cnl_status qps_read_column(qps_parser *parser, const qps_record *record);
cnl_status qps_read_right_side(qps_parser *parser, const qps_record *record);
cnl_status qps_read_range(qps_parser *parser, const qps_record *record);
cnl_status qps_read_bound(qps_parser *parser, const qps_record *record);
cnl_status qps_read_quadratic(qps_parser *parser, const qps_record *record);

/** Read a number after `name`; NULL is refused. */
cnl_status qps_take_number(const qps_parser *parser, const char *name, char *text, double *value);

/** The same, and infinity is refused. */
cnl_status qps_take_finite(const qps_parser *parser, const char *name, char *text, double *value);

/** Find a row or column, or refuse its name. */
cnl_status qps_take_row(const qps_parser *parser, const char *name, int32_t *row);
cnl_status qps_take_column(const qps_parser *parser, const char *name, int32_t *column);

/** Refuse a second set of right-hand sides, ranges or bounds. A line without a set's name belongs to the first. */
cnl_status qps_take_set(qps_parser *parser, const char *name);

#endif
