/* The warp executor on floats for at most 40 rows and variables. */
#define WARP_TILES      5
#define WARPS           4
#define BLOCKS          3
#define SINGLE_NAME     warp_single_40
#define SINGLE_INSTANCE SINGLE_40
#include "warp_single_driver.h"
