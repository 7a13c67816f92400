/* The adjoints by warps of floats for at most 16 rows and variables. */
#define WARP_TILES      2
#define WARPS           4
#define BLOCKS          6
#define SINGLE_VJP_NAME warp_single_vjp_16
#define SINGLE_INSTANCE SINGLE_16
#include "warp_single_vjp_driver.h"
