/* The warp executor for at most 56 rows and variables. */
#define WARP_TILES    7
#define WARPS         2
#define BLOCKS        4
#define WARP_NAME     warp_solver_56
#define WARP_INSTANCE INSTANCE_WARP_56
#include "warp_driver.h"
