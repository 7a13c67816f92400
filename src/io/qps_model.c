#include "qps_model.h"

#include <math.h>
#include <stdlib.h>

#include "qps_array.h"

bool qps_model_add_row(qps_model *model, const char *name, qps_row_type type)
{
    size_t count = (size_t)model->row_names.count;
    qps_row *rows = qps_array_grow(model->rows, &model->row_capacity, count, sizeof *rows);
    if (rows == NULL) return false;
    model->rows = rows;
    rows[count] = (qps_row){.type = type, .last_column = -1};
    return qps_names_add(&model->row_names, name);
}

bool qps_model_add_column(qps_model *model, const char *name)
{
    size_t count = (size_t)model->column_names.count;
    qps_column *columns = qps_array_grow(model->columns, &model->column_capacity, count, sizeof *columns);
    if (columns == NULL) return false;
    model->columns = columns;
    columns[count] = (qps_column){.upper = INFINITY};
    return qps_names_add(&model->column_names, name);
}

bool qps_entries_add(qps_entries *entries, qps_entry entry)
{
    qps_entry *items = qps_array_grow(entries->items, &entries->capacity, entries->count, sizeof *items);
    if (items == NULL) return false;
    entries->items = items;
    items[entries->count] = entry;
    entries->count++;
    return true;
}

int32_t qps_model_objective(const qps_model *model)
{
    if (model->objective_name != NULL) {
        int32_t row = qps_names_find(&model->row_names, model->objective_name);
        return row >= 0 && model->rows[row].type == QPS_NO_SIDES ? row : -1;
    }
    for (int32_t row = 0; row < model->row_names.count; row++) {
        if (model->rows[row].type == QPS_NO_SIDES) return row;
    }
    return -1;
}

void qps_model_free(qps_model *model)
{
    free(model->name);
    free(model->objective_name);
    qps_names_free(&model->row_names);
    free(model->rows);
    qps_names_free(&model->column_names);
    free(model->columns);
    free(model->linear.items);
    free(model->quadratic.items);
    *model = (qps_model){0};
}
