/* The planner's formulas for dense blocks are those of the engine; PANEL_TILE says for which panel height. */
#include "panel_layout.h"

#define FN     static inline
#define FNBOTH static inline
enum { TILE = PANEL_TILE };
#include "engine/panel.h"

#include "check.h"

enum { LARGEST = 14 };

static void triangles_agree(void)
{
    for (int order = 1; order <= LARGEST; order++) {
        for (int row = 0; row < order; row++) {
            for (int column = 0; column <= row; column++) {
                CHECK_INT(panel_layout_triangle_at(row, column, order, TILE), triangle_at(row, column, order));
                CHECK(triangle_at(row, column, order) < panel_layout_triangle(order, TILE));
            }
        }
        CHECK_INT(triangle_at(order - 1, order - 1, order) + 1, panel_layout_triangle(order, TILE));
    }
    CHECK_INT(panel_layout_triangle(0, TILE), 0);
}

static void rectangles_agree(void)
{
    for (int rows = 1; rows <= LARGEST; rows++)
        for (int columns = 1; columns <= LARGEST; columns++)
            for (int row = 0; row < rows; row++)
                for (int column = 0; column < columns; column++)
                    CHECK_INT(panel_layout_rectangle_at(row, column, rows, columns, TILE),
                              rectangle_at(row, column, rows, columns));
}

int main(int argc, char **argv)
{
    check_arguments(argc, argv);
    RUN(triangles_agree);
    RUN(rectangles_agree);
    return check_report();
}
