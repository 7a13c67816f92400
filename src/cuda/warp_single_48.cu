/* The warp executor on floats for at most 48 rows and variables. */
#define WARP_TILES      6
#define WARPS           2
#define BLOCKS          5
#define SINGLE_NAME     warp_single_48
#define SINGLE_INSTANCE SINGLE_48
#include "warp_single_driver.h"
