/**
 * @file panel_layout.h
 * Where the elements of dense blocks lie, for the code that plans: the same formulas as engine/panel.h, whose panel
 * height is a constant of each executor and here an argument.
 */
#ifndef CORE_PANEL_LAYOUT_H
#define CORE_PANEL_LAYOUT_H

#include <stdint.h>

static inline int panel_layout_height(int panel, int size, int tile)
{
    int left = size - tile * panel;
    return left < tile ? left : tile;
}

/** Where the first element of a panel of a triangle lies. */
static inline int64_t panel_layout_start(int panel, int tile) { return (int64_t)tile * tile * panel * (panel + 1) / 2; }

/** Numbers that a lower triangle of this order takes; a short last panel takes no more than its rows. */
static inline int64_t panel_layout_triangle(int order, int tile)
{
    if (order == 0) return 0;
    int last = (order - 1) / tile;
    return panel_layout_start(last, tile) + (int64_t)order * panel_layout_height(last, order, tile);
}

/** Element (row, column) of a lower triangle. */
static inline int64_t panel_layout_triangle_at(int row, int column, int order, int tile)
{
    int panel = row / tile;
    return panel_layout_start(panel, tile) + (int64_t)column * panel_layout_height(panel, order, tile) + row % tile;
}

/** Element (row, column) of a rectangle cut into panels of rows. */
static inline int64_t panel_layout_rectangle_at(int row, int column, int rows, int columns, int tile)
{
    int panel = row / tile;
    return (int64_t)tile * panel * columns + (int64_t)column * panel_layout_height(panel, rows, tile) + row % tile;
}

#endif
