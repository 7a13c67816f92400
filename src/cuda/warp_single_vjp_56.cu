/* The adjoints by warps of floats for at most 56 rows and variables. */
#define WARP_TILES      7
#define WARPS           2
#define BLOCKS          4
#define SINGLE_VJP_NAME warp_single_vjp_56
#define SINGLE_INSTANCE SINGLE_56
#include "warp_single_vjp_driver.h"
