/* The adjoints by warps of floats for at most 24 rows and variables. */
#define WARP_TILES      3
#define WARPS           4
#define BLOCKS          5
#define SINGLE_VJP_NAME warp_single_vjp_24
#define SINGLE_INSTANCE SINGLE_24
#include "warp_single_vjp_driver.h"
