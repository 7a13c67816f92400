/* The arrays of a plan, one after another: first into a piece of host memory, then all at once to the device. */
#include "device_plan.h"

#include <string.h>

#include "device.h"

/* Where the next array goes, on both sides; with `host.base` NULL it is only counted. */
typedef struct mirror {
    arena host;
    unsigned char *device;
} mirror;

static const int32_t *mirror_indices(mirror *to, const int32_t *from, int64_t count)
{
    if (from == NULL) return NULL;
    size_t start = to->host.used;
    void *copy = arena_take(&to->host, (size_t)count, sizeof *from);
    if (copy == NULL) return NULL;
    memcpy(copy, from, (size_t)count * sizeof *from);
    return (const int32_t *)(to->device + start);
}

static void mirror_pattern(mirror *to, matrix_pattern *pattern)
{
    pattern->row_indices = mirror_indices(to, pattern->row_indices, pattern->count);
    pattern->column_starts = mirror_indices(to, pattern->column_starts, (int64_t)pattern->columns + 1);
}

static device_plan mirror_plan(mirror *to, const plan *plan)
{
    device_plan made;
    made.shape = *plan->structure;
    made.settings = plan->settings;
    made.route = plan->route;
    made.rescue = plan->rescue;
    made.P_weight = plan->P_weight;
    const structure *shape = plan->structure;
    made.shape.q = mirror_indices(to, shape->q, shape->q_count);
    made.shape.q_start = mirror_indices(to, shape->q_start, (int64_t)shape->q_count + 1);
    mirror_pattern(to, &made.shape.P);
    mirror_pattern(to, &made.shape.A);
    made.P_map = mirror_indices(to, plan->P_map, shape->P.count);
    made.A_by_rows = mirror_indices(to, plan->A_by_rows, shape->A.count);
    made.A_by_columns = mirror_indices(to, plan->A_by_columns, shape->A.count);
    return made;
}

size_t device_plan_size(const plan *plan)
{
    mirror count = {{NULL, 0}, NULL};
    mirror_plan(&count, plan);
    return count.host.used;
}

int device_plan_make(const plan *plan, void *room, void *memory, device_plan *made)
{
    mirror to = {{(unsigned char *)room, 0}, (unsigned char *)memory};
    *made = mirror_plan(&to, plan);
    return (int)cudaMemcpy(memory, room, to.host.used, cudaMemcpyHostToDevice);
}
