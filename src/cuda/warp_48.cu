/* The warp executor for at most 48 rows and variables. */
#define WARP_TILES    6
#define WARPS         2
#define BLOCKS        5
#define WARP_NAME     warp_solver_48
#define WARP_INSTANCE INSTANCE_WARP_48
#include "warp_driver.h"
