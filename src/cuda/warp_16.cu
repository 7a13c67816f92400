/* The warp executor for at most 16 rows and variables. */
#define WARP_TILES    2
#define WARPS         4
#define BLOCKS        6
#define WARP_NAME     warp_solver_16
#define WARP_INSTANCE INSTANCE_WARP_16
#include "warp_driver.h"
