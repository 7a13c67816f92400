/* The adjoints by warps of floats for at most 48 rows and variables. */
#define WARP_TILES      6
#define WARPS           2
#define BLOCKS          5
#define SINGLE_VJP_NAME warp_single_vjp_48
#define SINGLE_INSTANCE SINGLE_48
#include "warp_single_vjp_driver.h"
