#include "qps_cone_form.h"

#include <stdlib.h>
#include <string.h>

#include "file_storage.h"
#include "io_error.h"
#include "qps_quadratic.h"
#include "qps_range.h"
#include "qps_sparse.h"

/* 0 - value has no minus 0. */
static double negative(double value) { return 0 - value; }

/* Put `value` x[column] into every row of the cone form that stands for the range; a zero is no entry. */
static bool add_entries(qps_entries *entries, const qps_range *range, int32_t column, double value)
{
    qps_entry upper = {.column = column, .value = value};
    qps_entry lower = {.column = column, .value = negative(value)};
    if (value == 0) return true;
    if (range->equal_row >= 0) {
        upper.row = range->equal_row;
        return qps_entries_add(entries, upper);
    }
    upper.row = range->upper_row;
    lower.row = range->lower_row;
    if (upper.row >= 0 && !qps_entries_add(entries, upper)) return false;
    return lower.row < 0 || qps_entries_add(entries, lower);
}

/* Every row of the file, then every variable, in the rows of A that stand for it. */
static bool collect_entries(const qps_model *model, const qps_ranges *ranges, qps_entries *entries)
{
    for (size_t i = 0; i < model->linear.count; i++) {
        const qps_entry *entry = &model->linear.items[i];
        if (!add_entries(entries, &ranges->items[entry->row], entry->column, entry->value)) return false;
    }
    const qps_range *bounds = ranges->items + model->row_names.count;
    for (int32_t column = 0; column < model->column_names.count; column++) {
        if (!add_entries(entries, &bounds[column], column, 1)) return false;
    }
    return true;
}

static cnl_status build_A(const qps_model *model, const qps_ranges *ranges, problem_file *file, cnl_error *error)
{
    int32_t n = file->structure.n;
    qps_entries entries = {0};
    cnl_status status = CNL_OK;
    bool have_room = collect_entries(model, ranges, &entries);
    if (have_room && entries.count > INT32_MAX) {
        status = io_invalid(error, "cannot be read: %zu entries of A are too many", entries.count);
    } else {
        have_room = have_room && qps_entries_sort(&entries, file->structure.m, n) &&
                    qps_entries_compress(&entries, n, &file->storage, &file->structure.A, &file->data.A);
        if (!have_room) status = io_out_of_memory(error);
    }
    free(entries.items);
    return status;
}

/* A row is r'x + s = upper, or -r'x + s = -lower. */
static cnl_status build_b(const qps_model *model, const qps_ranges *ranges, problem_file *file, cnl_error *error)
{
    double *b = file_storage_allocate(&file->storage, (size_t)file->structure.m, sizeof *b);
    if (b == NULL) return io_out_of_memory(error);
    size_t count = (size_t)model->row_names.count + (size_t)model->column_names.count;
    for (size_t i = 0; i < count; i++) {
        const qps_range *range = &ranges->items[i];
        if (range->equal_row >= 0) b[range->equal_row] = range->upper;
        if (range->upper_row >= 0) b[range->upper_row] = range->upper;
        if (range->lower_row >= 0) b[range->lower_row] = negative(range->lower);
    }
    file->data.b = b;
    return CNL_OK;
}

/* c, and the constant, which the file gives as minus the right-hand side of the objective row. */
static cnl_status build_objective(const qps_model *model, problem_file *file, cnl_error *error)
{
    int32_t objective = qps_model_objective(model);
    double *c = file_storage_allocate(&file->storage, (size_t)file->structure.n, sizeof *c);
    double *offset = file_storage_allocate(&file->storage, 1, sizeof *offset);
    if (c == NULL || offset == NULL) return io_out_of_memory(error);
    for (size_t i = 0; i < model->linear.count; i++) {
        const qps_entry *entry = &model->linear.items[i];
        if (entry->row == objective) c[entry->column] = model->maximise ? negative(entry->value) : entry->value;
    }
    double right_side = model->rows[objective].right_side;
    *offset = model->maximise ? right_side : negative(right_side);
    file->data.c = c;
    file->offset = offset;
    return CNL_OK;
}

static cnl_status build_P(qps_model *model, problem_file *file, cnl_error *error)
{
    cnl_status status = qps_quadratic_reduce(model, error);
    if (status != CNL_OK || model->quadratic.count == 0) return status;
    if (model->quadratic.count > INT32_MAX) {
        return io_invalid(error, "cannot be read: %zu entries of P are too many", model->quadratic.count);
    }
    for (size_t i = 0; i < model->quadratic.count && model->maximise; i++) {
        model->quadratic.items[i].value = negative(model->quadratic.items[i].value);
    }
    bool have_room =
        qps_entries_compress(&model->quadratic, file->structure.n, &file->storage, &file->structure.P, &file->data.P);
    return have_room ? CNL_OK : io_out_of_memory(error);
}

static cnl_status build_name(const qps_model *model, problem_file *file, cnl_error *error)
{
    static const char NOTE[] = " (maximised: the objective is negated)";
    if (model->name == NULL && !model->maximise) return CNL_OK;
    const char *name = model->name != NULL ? model->name : "";
    const char *note = model->maximise ? NOTE : "";
    if (*name == '\0' && model->maximise) note++;
    size_t name_length = strlen(name);
    char *whole = file_storage_allocate(&file->storage, name_length + sizeof NOTE, 1);
    if (whole == NULL) return io_out_of_memory(error);
    memcpy(whole, name, name_length);
    memcpy(whole + name_length, note, strlen(note) + 1);
    file->name = whole;
    return CNL_OK;
}

cnl_status qps_cone_form(qps_model *model, problem_file *file, cnl_error *error)
{
    qps_ranges ranges;
    cnl_status status = qps_ranges_make(model, &ranges, error);
    if (status == CNL_OK) {
        file->structure.n = model->column_names.count;
        file->structure.m = ranges.zero_rows + ranges.nonnegative_rows;
        file->structure.cones = (cnl_cones){.z = ranges.zero_rows, .l = ranges.nonnegative_rows};
        file->batch = 1;
        status = build_A(model, &ranges, file, error);
    }
    if (status == CNL_OK) status = build_b(model, &ranges, file, error);
    if (status == CNL_OK) status = build_objective(model, file, error);
    if (status == CNL_OK) status = build_P(model, file, error);
    if (status == CNL_OK) status = build_name(model, file, error);
    free(ranges.items);
    return status;
}
