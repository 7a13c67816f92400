/* The warp executor on floats for at most 32 rows and variables. */
#define WARP_TILES      4
#define WARPS           4
#define BLOCKS          4
#define SINGLE_NAME     warp_single_32
#define SINGLE_INSTANCE SINGLE_32
#include "warp_single_driver.h"
