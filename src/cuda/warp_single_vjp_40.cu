/* The adjoints by warps of floats for at most 40 rows and variables. */
#define WARP_TILES      5
#define WARPS           2
#define BLOCKS          6
#define SINGLE_VJP_NAME warp_single_vjp_40
#define SINGLE_INSTANCE SINGLE_40
#include "warp_single_vjp_driver.h"
