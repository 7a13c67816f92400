/* The warp executor for at most 64 rows and variables. */
#define WARP_TILES    8
#define WARPS         2
#define BLOCKS        3
#define WARP_NAME     warp_solver_64
#define WARP_INSTANCE INSTANCE_WARP_64
#include "warp_driver.h"
