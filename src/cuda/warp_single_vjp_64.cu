/* The adjoints by warps of floats for at most 64 rows and variables. */
#define WARP_TILES      8
#define WARPS           2
#define BLOCKS          3
#define SINGLE_VJP_NAME warp_single_vjp_64
#define SINGLE_INSTANCE SINGLE_64
#include "warp_single_vjp_driver.h"
