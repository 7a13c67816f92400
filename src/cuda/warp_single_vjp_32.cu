/* The adjoints by warps of floats for at most 32 rows and variables. */
#define WARP_TILES      4
#define WARPS           4
#define BLOCKS          4
#define SINGLE_VJP_NAME warp_single_vjp_32
#define SINGLE_INSTANCE SINGLE_32
#include "warp_single_vjp_driver.h"
