/* The warp executor for at most 32 rows and variables. */
#define WARP_TILES    4
#define WARPS         4
#define BLOCKS        4
#define WARP_NAME     warp_solver_32
#define WARP_INSTANCE INSTANCE_WARP_32
#include "warp_driver.h"
