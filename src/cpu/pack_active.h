/* Which rows of a problem a derivative sees: those of the zero cone, and those of the nonnegative cone whose constraint
   is active. */
#ifndef CPU_PACK_ACTIVE_H
#define CPU_PACK_ACTIVE_H

/* Does the projection's derivative stay on this row? The same test as derivative_of_row. */
FN int row_is_active(double s, double y) { return DERIVATIVE_DEGENERATE * s < y; }

/* The active rows of one problem, as few of them as possible out of their place: with `count` active rows, those among
   the first `count` rows of the problem stay where they are, and the others fill the holes between them. Returns count;
   rows: room for z + l + 1. Without a branch on a row's activity, which is anyone's guess. */
static int choose_active_rows(const structure *shape, const double *s, const double *y, int32_t *rows)
{
    int orthant = shape->z + shape->l;
    int count = shape->z;
    for (int i = shape->z; i < orthant; i++) count += row_is_active(s[i], y[i]);
    int32_t *spare = rows + count;
    int spares = 0;
    for (int i = count; i < orthant; i++) {
        spare[spares] = i;
        spares += row_is_active(s[i], y[i]);
    }
    int used = 0;
    for (int i = 0; i < count; i++) {
        int active = i < shape->z || row_is_active(s[i], y[i]);
        rows[i] = active ? i : spare[used];
        used += !active;
    }
    return count;
}

#endif
