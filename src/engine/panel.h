/* How dense matrices lie in memory: in panels of TILE rows, column after column inside a panel, so that a register
   tile reads two contiguous streams. The last panel is as narrow as what is left.

     rectangle (p x q):  element (i, k) at  rectangle_at(i, k, p, q)
     triangle (order n): panel I holds the columns 0 ... last row of I; element (i, k), k <= that row, at
                         triangle_start(I) + k * height + i % TILE

   The short axis of a rectangle (the p rows, cut into panels) may be rows or columns of the user's matrix. */
#ifndef ENGINE_PANEL_H
#define ENGINE_PANEL_H

FNBOTH int panel_count(int size) { return (size + TILE - 1) / TILE; }

FNBOTH int panel_height(int panel, int size)
{
    int left = size - TILE * panel;
    return left < TILE ? left : TILE;
}

FNBOTH int64_t rectangle_size(int p, int q) { return (int64_t)p * q; }

FNBOTH int64_t rectangle_at(int i, int k, int p, int q)
{
    int panel = i / TILE;
    return (int64_t)TILE * panel * q + (int64_t)k * panel_height(panel, p) + i % TILE;
}

FNBOTH int64_t triangle_start(int panel) { return (int64_t)TILE * TILE * panel * (panel + 1) / 2; }

FNBOTH int64_t triangle_size(int n) { return triangle_start(panel_count(n)); }

FNBOTH int64_t triangle_at(int i, int k, int n)
{
    int panel = i / TILE;
    return triangle_start(panel) + (int64_t)k * panel_height(panel, n) + i % TILE;
}

/* Where one panel of a rectangle is not all zeros: columns first ... end - 1 of it, run after run. Bounds on the
   variables are rows of A with one number; what is zero in all problems of a team is passed over. */
enum { PANEL_RUNS = 6 };

typedef struct panel_runs {
    int32_t count;
    int32_t first[PANEL_RUNS], end[PANEL_RUNS];
} panel_runs;

/* All q columns. */
FN panel_runs whole_panel(int q)
{
    panel_runs whole = {.count = 1};
    whole.end[0] = q;
    return whole;
}

/* Run a statement with the height H as a compile-time constant: the tile then stays in registers. (An executor whose
   panels are all of one height says so.) */
#ifndef WITH_HEIGHT
#define WITH_HEIGHT(h, ...)                                                                                            \
    switch (h) {                                                                                                       \
    case 1: {                                                                                                          \
        enum { H = 1 };                                                                                                \
        __VA_ARGS__;                                                                                                   \
    } break;                                                                                                           \
    case 2: {                                                                                                          \
        enum { H = 2 };                                                                                                \
        __VA_ARGS__;                                                                                                   \
    } break;                                                                                                           \
    case 3: {                                                                                                          \
        enum { H = 3 };                                                                                                \
        __VA_ARGS__;                                                                                                   \
    } break;                                                                                                           \
    default: {                                                                                                         \
        enum { H = TILE };                                                                                             \
        __VA_ARGS__;                                                                                                   \
    } break;                                                                                                           \
    }
#endif

#endif
