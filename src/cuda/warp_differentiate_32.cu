/* Derivatives by warps for at most 32 variables. */
#define WARP_TILES    4
#define WARPS         1
#define BLOCKS        11
#define WARP_INSTANCE DIFFERENTIATOR_32
#define WARP_NAME     warp_differentiator_32
#include "warp_differentiate_driver.h"
