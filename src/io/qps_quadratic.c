#include "qps_quadratic.h"

#include "qps_error.h"
#include "qps_sparse.h"

static bool same_place(const qps_entry *first, const qps_entry *second)
{
    return first->column == second->column && first->row == second->row;
}

static cnl_status refuse_repeated(const qps_model *model, const qps_entry *first, const qps_entry *second,
                                  cnl_error *error)
{
    return qps_refuse(error, second->line,
                      "the quadratic entry of " QPS_NAME " and " QPS_NAME " is given twice, first on line %lld%s",
                      qps_names_get(&model->column_names, second->row),
                      qps_names_get(&model->column_names, second->column), (long long)first->line,
                      model->whole_quadratic ? "" : "; expected one triangle");
}

static cnl_status refuse_asymmetric(const qps_model *model, const qps_entry *entry, cnl_error *error)
{
    return qps_refuse(error, entry->line,
                      "the quadratic entries of " QPS_NAME " and " QPS_NAME " differ; expected QMATRIX to be symmetric",
                      qps_names_get(&model->column_names, entry->row),
                      qps_names_get(&model->column_names, entry->column));
}

/* Move the entries below the diagonal above it. */
static void mirror(qps_entries *entries)
{
    for (size_t i = 0; i < entries->count; i++) {
        qps_entry *entry = &entries->items[i];
        if (entry->row <= entry->column) continue;
        int32_t row = entry->row;
        entry->row = entry->column;
        entry->column = row;
        entry->mirrored = true;
    }
}

/* Check the `count` entries of one place: one of them, or of QMATRIX one from each triangle and both the same. */
static cnl_status check_place(const qps_model *model, const qps_entry *entries, size_t count, cnl_error *error)
{
    bool is_diagonal = entries[0].row == entries[0].column;
    if (!model->whole_quadratic || is_diagonal) {
        return count == 1 ? CNL_OK : refuse_repeated(model, &entries[0], &entries[1], error);
    }
    if (count == 1) return entries[0].value == 0 ? CNL_OK : refuse_asymmetric(model, &entries[0], error);
    if (entries[0].mirrored == entries[1].mirrored) return refuse_repeated(model, &entries[0], &entries[1], error);
    if (count > 2)
        return refuse_repeated(model, &entries[entries[0].mirrored != entries[2].mirrored], &entries[2], error);
    return entries[0].value == entries[1].value ? CNL_OK : refuse_asymmetric(model, &entries[1], error);
}

cnl_status qps_quadratic_reduce(qps_model *model, cnl_error *error)
{
    qps_entries *entries = &model->quadratic;
    mirror(entries);
    if (!qps_entries_sort(entries, model->column_names.count, model->column_names.count)) {
        return io_out_of_memory(error);
    }
    size_t kept = 0;
    size_t next;
    for (size_t first = 0; first < entries->count; first = next) {
        next = first + 1;
        while (next < entries->count && same_place(&entries->items[first], &entries->items[next])) next++;
        cnl_status status = check_place(model, &entries->items[first], next - first, error);
        if (status != CNL_OK) return status;
        if (entries->items[first].value != 0) entries->items[kept++] = entries->items[first];
    }
    entries->count = kept;
    return CNL_OK;
}
