/* The warp executor for at most 24 rows and variables. */
#define WARP_TILES    3
#define WARPS         4
#define BLOCKS        5
#define WARP_NAME     warp_solver_24
#define WARP_INSTANCE INSTANCE_WARP_24
#include "warp_driver.h"
