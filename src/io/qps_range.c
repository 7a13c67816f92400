#include "qps_range.h"

#include <math.h>
#include <stdlib.h>

#include "qps_error.h"
#include "qps_number.h"

static double with_infinity(double value) { return fabs(value) >= QPS_INFINITE ? copysign(INFINITY, value) : value; }

/* Section RANGES gives a row the side that its type does not: an L row reaches |R| down from its right-hand side, a G
   row |R| up, an E row up or down as the sign of R says. */
static qps_range range_of_row(const qps_row *row)
{
    qps_range range = {.lower = -INFINITY, .upper = INFINITY};
    if (row->type == QPS_NO_SIDES) return range;
    double right_side = with_infinity(row->right_side);
    double width = with_infinity(row->range);
    bool reaches_down = row->type == QPS_AT_MOST || (row->type == QPS_EQUAL && width < 0);
    bool one_sided = row->type != QPS_EQUAL && !row->has_range;
    if (reaches_down) {
        range.upper = right_side;
        if (!one_sided) range.lower = right_side - fabs(width);
    } else {
        range.lower = right_side;
        if (!one_sided) range.upper = right_side + fabs(width);
    }
    return range;
}

/* A negative upper bound takes the place of the lower bound that nobody gave, too; an upper bound of 0 does not. */
static qps_range range_of_column(const qps_column *column)
{
    bool below_zero = column->has_upper && column->upper < 0 && !column->has_lower;
    return (qps_range){.lower = below_zero ? -INFINITY : column->lower, .upper = column->upper};
}

static cnl_status check_range(const qps_range *range, const char *what, const char *name, int64_t line,
                              cnl_error *error)
{
    /* Infinities of one sign leave nothing, and their difference is no number: neither is "at most". */
    bool holds_something = range->lower <= range->upper && range->lower < INFINITY && range->upper > -INFINITY;
    if (holds_something) return CNL_OK;
    return qps_refuse(error, line, "%s " QPS_NAME " must be at least %g and at most %g, which nothing is", what, name,
                      range->lower, range->upper);
}

static cnl_status fill_ranges(const qps_model *model, qps_range *items, cnl_error *error)
{
    int32_t row_count = model->row_names.count;
    for (int32_t i = 0; i < row_count; i++) {
        const qps_row *row = &model->rows[i];
        items[i] = range_of_row(row);
        cnl_status status = check_range(&items[i], "row", qps_names_get(&model->row_names, i), row->line, error);
        if (status != CNL_OK) return status;
    }
    for (int32_t i = 0; i < model->column_names.count; i++) {
        const qps_column *column = &model->columns[i];
        items[row_count + i] = range_of_column(column);
        cnl_status status =
            check_range(&items[row_count + i], "column", qps_names_get(&model->column_names, i), column->line, error);
        if (status != CNL_OK) return status;
    }
    return CNL_OK;
}

/* Give every range its rows of the cone form: first the zero cone, then the nonnegative one. */
static void place_ranges(qps_ranges *ranges, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        qps_range *range = &ranges->items[i];
        bool equal = range->lower == range->upper;
        range->equal_row = equal ? ranges->zero_rows++ : -1;
    }
    int32_t row = ranges->zero_rows;
    for (size_t i = 0; i < count; i++) {
        qps_range *range = &ranges->items[i];
        bool equal = range->equal_row >= 0;
        range->upper_row = !equal && range->upper < INFINITY ? row++ : -1;
        range->lower_row = !equal && range->lower > -INFINITY ? row++ : -1;
    }
    ranges->nonnegative_rows = row - ranges->zero_rows;
}

cnl_status qps_ranges_make(const qps_model *model, qps_ranges *ranges, cnl_error *error)
{
    *ranges = (qps_ranges){0};
    size_t count = (size_t)model->row_names.count + (size_t)model->column_names.count;
    if (count > INT32_MAX / 2) return io_invalid(error, "%zu rows and columns are too many", count);
    ranges->items = calloc(count > 0 ? count : 1, sizeof *ranges->items);
    if (ranges->items == NULL) return io_out_of_memory(error);
    cnl_status status = fill_ranges(model, ranges->items, error);
    if (status == CNL_OK) place_ranges(ranges, count);
    return status;
}
