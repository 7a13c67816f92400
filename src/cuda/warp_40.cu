/* The warp executor for at most 40 rows and variables. */
#define WARP_TILES    5
#define WARPS         2
#define BLOCKS        6
#define WARP_NAME     warp_solver_40
#define WARP_INSTANCE INSTANCE_WARP_40
#include "warp_driver.h"
